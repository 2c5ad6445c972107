/// A file that does not hold a sequence as it should.
public struct SequenceFileError: Error, Equatable {
  public var path: String
  public var problem: SequenceFileProblem

  public init(path: String, _ problem: SequenceFileProblem) {
    self.path = path
    self.problem = problem
  }
}
