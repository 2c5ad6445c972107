import Foundation

/// A new folder that disappears, with everything in it, when this value goes.
package final class TemporaryFolder: Sendable {
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("memprobe-tests-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  package func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  /// The name is kept as it is, with a slash at its end if it has one.
  package func path(_ name: String) -> String { "\(url.path)/\(name)" }

  package func exists(_ name: String) -> Bool { fileExists(path(name)) }

  /// What is in the folder, in order.
  package var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
  }

  package func contents(_ name: String) throws -> Data { try Data(contentsOf: file(name)) }

  package func remove(_ name: String) throws {
    if exists(name) { try FileManager.default.removeItem(at: file(name)) }
  }

  /// Writes a file and says where it is.
  @discardableResult package func write(_ bytes: [UInt8], to name: String) throws -> String {
    try writeBytes(bytes, to: path(name))
    return path(name)
  }

  @discardableResult package func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }

  /// Text with paths in this folder as they look from here: the tool may name files by absolute paths.
  package func relative(_ text: String) -> String {
    text.replacingOccurrences(of: url.resolvingSymlinksInPath().path + "/", with: "")
  }

  /// A name that nothing else uses.
  package func unusedFile() -> URL { file("stream-\(UUID().uuidString)") }
}

package func bytes(of path: String) throws -> [UInt8] {
  try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
}

package func writeBytes(_ bytes: some Sequence<UInt8>, to path: String) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}

package func fileExists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
