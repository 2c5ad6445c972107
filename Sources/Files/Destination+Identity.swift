import Foundation

extension Destination {
  /// Whether this is the file that a path leads to, by whatever names.
  public func isSameFile(as other: String) -> Bool {
    var status = stat()
    var otherStatus = stat()
    return stat(path, &status) == 0 && stat(other, &otherStatus) == 0
      && status.st_dev == otherStatus.st_dev && status.st_ino == otherStatus.st_ino
  }
}
