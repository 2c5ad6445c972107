/// The formats that pictures are made in.
public enum PictureFormat: String, CaseIterable, Sendable {
  /// Text as outlines, so that it looks the same everywhere.
  case svg
  /// Two pixels for every one of the picture's, for screens that have as many.
  case png
  case pdf

  static let pngScale = 2.0
}
