import Foundation

/// A new folder that is removed with everything in it when this goes.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "HDF5Tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  func path(_ name: String = "test.h5") -> String {
    url.appending(path: name).path
  }

  func contents(_ name: String = "test.h5") throws -> Data {
    try Data(contentsOf: url.appending(path: name))
  }
}
