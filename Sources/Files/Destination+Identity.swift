import Foundation

extension Destination {
  /// Whether this is the place that another path leads to, by whatever names, and whether or not there is a
  /// file.
  public func isSameFile(as other: String) -> Bool {
    var status = stat()
    var otherStatus = stat()
    guard stat(path, &status) == 0, stat(other, &otherStatus) == 0 else {
      return Self.resolved(path) == Self.resolved(other)
    }
    return status.st_dev == otherStatus.st_dev && status.st_ino == otherStatus.st_ino
  }

  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }
}
