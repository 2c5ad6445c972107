/// An HDF5 file in memory that cannot be read.
public struct HDF5ImageError: Error, Equatable, Sendable {
  /// Path of the object inside the file; an attribute is `/object@name`.
  public let object: String
  public let problem: HDF5ImageProblem

  public init(object: String, problem: HDF5ImageProblem) {
    self.object = object
    self.problem = problem
  }
}
