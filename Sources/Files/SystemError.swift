import Foundation

/// What the operating system said when a call failed.
public struct SystemError: Error, Equatable, Sendable {
  /// The value of errno.
  public let code: Int32

  public init(code: Int32) {
    self.code = code
  }

  /// What the last failed call left behind.
  public static var last: SystemError { SystemError(code: errno) }

  /// The system's own words, like "No space left on device".
  public var message: String { String(cString: strerror(code)) }
}
