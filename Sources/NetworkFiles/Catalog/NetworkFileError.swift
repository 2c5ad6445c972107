/// A network file that cannot be read.
public struct NetworkFileError: Error, Equatable, Sendable {
  public let path: String
  /// The object within the file, where there is one: "layers/lstm/cell/vars/0", "weight_ih_l0", "node 3 (LSTM)".
  public let place: String?
  public let problem: NetworkFileProblem

  public init(path: String, place: String? = nil, _ problem: NetworkFileProblem) {
    self.path = path
    self.place = place
    self.problem = problem
  }
}
