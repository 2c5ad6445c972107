import Foundation

/// A region of a picture that shows something measured, and what that is in words: for a pointer that rests on it,
/// for the keyboard and for screen readers.
public struct Mark: Equatable, Sendable {
  /// In picture coordinates.
  public let region: CGRect
  public let text: String

  public init(region: CGRect, text: String) {
    self.region = region
    self.text = text
  }
}
