import Foundation

/// The checkout that the tests were built from: the committed results, and the fixtures of the tests.
package enum Repository {
  /// Its top folder, two above the one that this file is in.
  package static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A file or folder, by its path from the top folder.
  package static func url(_ path: String) -> URL { root.appendingPathComponent(path) }

  package static func path(_ path: String) -> String { url(path).path }

  package static func bytes(of path: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: url(path)))
  }

  package static func text(of path: String) throws -> String {
    try String(contentsOf: url(path), encoding: .utf8)
  }

  /// What a JSON file holds.
  package static func decode<Value: Decodable>(_ type: Value.Type = Value.self, from path: String) throws
    -> Value
  {
    try JSONDecoder().decode(type, from: Data(contentsOf: url(path)))
  }
}
