import Foundation

/// A new folder that disappears with this value.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("memprobe-tests-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  func path(_ name: String) -> String { file(name).path }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  func remove(_ name: String) throws {
    if exists(name) { try FileManager.default.removeItem(at: file(name)) }
  }

  func write(_ text: String, to name: String) throws { try Data(text.utf8).write(to: file(name)) }

  /// Text with paths in this folder as they look from here: the tool may name files by absolute paths.
  func relative(_ text: String) -> String {
    text.replacingOccurrences(of: url.resolvingSymlinksInPath().path + "/", with: "")
  }

  /// A name that nothing else uses.
  func unusedFile() -> URL { file("stream-\(UUID().uuidString)") }
}
