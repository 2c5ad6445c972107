/// A selection that failed, with the file in which it was made.
public struct LoadedNetworkError: Error, Equatable, Sendable {
  public let path: String
  public let problem: NetworkSelectionError

  public init(path: String, _ problem: NetworkSelectionError) {
    self.path = path
    self.problem = problem
  }
}
