import CHDF5

/// What has a place in a file and may have attributes: a group or a dataset.
public class HDF5Object {
  /// The most bytes that are read at once unless the caller says otherwise: 256 MiB. A file can declare any
  /// size, however small it is itself, so there has to be a limit, and results stay far below this one.
  public static let defaultByteLimit = 1 << 28

  let handle: Handle
  let location: Location
  /// Kept so that the file stays open as long as anything in it is used.
  let file: Handle

  init(_ handle: Handle, at location: Location, in file: Handle) {
    self.handle = handle
    self.location = location
    self.file = file
  }

  /// The path inside the file, beginning with `/`.
  public var path: String { location.object }
}
