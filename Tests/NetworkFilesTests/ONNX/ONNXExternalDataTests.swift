import Files
import Foundation
import TestSupport
import Testing

@testable import NetworkFiles

/// Which other files a model may have its weights read from.
@Suite struct ONNXExternalDataTests {
  /// A model whose W, 96 bytes, is elsewhere.
  private func model(_ entries: [(String, String)]) -> ONNXModel {
    var model = ONNXFile.layer()
    model.graph.initializer[0].floatData = []
    model.graph.initializer[0].dataLocation = 1
    model.graph.initializer[0].externalData = entries.map { key, value in
      var entry = ONNXEntry()
      entry.key = key
      entry.value = value
      return entry
    }
    return model
  }

  private func read(_ entries: [(String, String)], in folder: TemporaryFolder) throws -> NetworkFile {
    try ONNXReader.read(model(entries).serializedBytes(), path: folder.path("m.onnx"))
  }

  private func check(
    _ entries: [(String, String)], in folder: TemporaryFolder, _ problem: NetworkFileProblem
  ) {
    #expect(throws: NetworkFileError(path: folder.path("m.onnx"), place: "node 0 (LSTM)", problem)) {
      try read(entries, in: folder)
    }
  }

  @Test func bytesFromTheirPlace() throws {
    let folder = try TemporaryFolder()
    var bytes = [UInt8](repeating: 0, count: 8)
    for index in 0..<24 { withUnsafeBytes(of: Float(index).bitPattern.littleEndian) { bytes += $0 } }
    _ = try folder.write(bytes, to: "w.data")
    let file = try read([("location", "w.data"), ("offset", "8"), ("length", "96")], in: folder)
    let kernel = try file.layers[0].content.get().inputKernel
    #expect(kernel.sorted() == (0..<24).map { Double($0) })
    #expect(try read([("location", "w.data")], in: folder).layers.count == 1)
  }

  @Test func rangesBeyondTheFile() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write([UInt8](repeating: 0, count: 100), to: "w")
    check([("location", "w"), ("offset", "5")], in: folder, .truncated(needed: 101, found: 100))
    check(
      [("location", "w"), ("offset", "18446744073709551615")], in: folder,
      .truncated(needed: .max, found: 100))
    check(
      [("location", "w"), ("length", "95")], in: folder,
      .malformed("95 bytes of external data where shape and type ask for 96"))
    check([("location", "w"), ("offset", "-1")], in: folder, .malformed("offset -1 of external data"))
    check([("location", "w"), ("length", "x")], in: folder, .malformed("length x of external data"))
    check([("location", "w"), ("location", "w")], in: folder, .duplicate("location"))
    check([], in: folder, .missing("location of external data"))
  }

  @Test func onlyPlainFilesBesideTheModel() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write([UInt8](repeating: 0, count: 100), to: "w")
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("sub"), withIntermediateDirectories: false)
    _ = try folder.write([UInt8](repeating: 0, count: 100), to: "sub/w")
    for name in ["../w", "sub/w", "/etc/passwd", "", ".", "..", "sub\\w", "sub/\u{308}w", "w\0"] {
      check(
        [("location", name)], in: folder, .unsupported("external data outside the file's own folder: \(name)")
      )
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: folder.path("w"))
    check([("location", "link")], in: folder, .unsupported("external data behind a symbolic link: link"))
    check([("location", "sub")], in: folder, .unsupported("external data in what is no file: sub"))
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    check([("location", "pipe")], in: folder, .unsupported("external data in what is no file: pipe"))
  }

  @Test func filesThatAreNotThere() throws {
    let folder = try TemporaryFolder()
    #expect(throws: InputFileError.missing(path: folder.path("w"))) {
      try read([("location", "w")], in: folder)
    }
  }
}
