/// What can be wrong with a network file. Each format's reader uses the cases that fit.
public enum NetworkFileProblem: Error, Equatable, Sendable {
  /// None of the formats that are read.
  case unknownFormat
  /// A PyTorch pickle, which can run code when it is opened and is never opened here.
  case pickle
  /// A list of the files over which weights are spread, not the weights.
  case shardIndex
  /// The file holds no recurrent layer.
  case noRecurrentLayer
  /// Ends before what it says it holds: bytes needed and there.
  case truncated(needed: UInt64, found: UInt64)
  /// Not put together as the format asks; what was found, in words.
  case malformed(String)
  /// Something that has to be there is not.
  case missing(String)
  /// The same name twice.
  case duplicate(String)
  /// A shape that does not fit the others.
  case shape(found: [Int], expected: [Int])
  /// A number type that is not among those allowed.
  case numberType(found: String)
  /// More than is read at all: a limit that no honest file meets.
  case tooLarge(what: String, found: UInt64, limit: UInt64)
  /// A feature of the container that is refused for safety or is not supported: "external link", "deflate64".
  case unsupported(String)
  /// Weights that are NaN or infinite; the first one's index in the tensor.
  case notFinite(index: Int)
}
