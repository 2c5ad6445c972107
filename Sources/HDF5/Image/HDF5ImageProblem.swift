/// What can be wrong with an HDF5 file in memory, or with an object in it.
public enum HDF5ImageProblem: Error, Equatable, Sendable {
  /// Does not begin as an HDF5 file does.
  case notHDF5
  /// Something lies beyond the end of the file: up to which byte it goes, and the bytes there are.
  case truncated(needed: UInt64, found: UInt64)
  /// Not put together as the format asks; what was found, in words.
  case malformed(String)
  /// Values of a type that is not read: its name.
  case wrongType(found: String)
  /// A feature that is refused, for safety or because no weights file has it: "an external link".
  case unsupported(String)
  /// More than is read at all.
  case tooLarge(what: String, found: UInt64, limit: UInt64)
}
