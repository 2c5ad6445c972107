/// An output that cannot be created, or that must not be overwritten.
public enum OutputError: Error, Equatable {
  /// The path is a directory, a device or another thing that is not a file.
  case notAFile(path: String)
  /// The directory of the output neither exists nor can be made.
  case cannotCreateDirectory(path: String, SystemError)
  /// A file that cannot be made, locked, read or renamed.
  case cannotOpen(path: String, SystemError)
  /// Writing failed, on a full disk for example.
  case cannotWrite(path: String, SystemError)
  /// Another process is writing this file.
  case inUse(path: String)
  /// There is a file already. Not overwritten unless asked for.
  case exists(path: String)
}
