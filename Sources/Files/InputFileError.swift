/// A file that cannot be read.
public enum InputFileError: Error, Equatable {
  case missing(path: String)
  case cannotOpen(path: String, SystemError)
}
