import TestSupport
import Testing

@testable import NetworkFiles

/// A file's format is told from its bytes.
@Suite struct PyTorchAndONNXDispatchTests {
  @Test func everyFixtureIsWhatItIs() throws {
    for (folder, format) in [("pytorch", NetworkFileFormat.safetensors), ("onnx", .onnx)] {
      for file in Set(try NetworkFileFixtures.load(folder).cases.map(\.file)) {
        #expect(try NetworkFile(path: NetworkFileFixtures.path(folder, file)).format == format, "\(file)")
      }
    }
  }

  @Test func otherBytesAreOfUnknownFormat() throws {
    let folder = try TemporaryFolder()
    for bytes: [UInt8] in [[], [0], Array("name,value\n1,2\n".utf8), [UInt8](repeating: 0x0A, count: 1000)] {
      let path = try folder.write(bytes, to: "network.onnx")
      #expect(throws: NetworkFileError(path: path, .unknownFormat)) { try NetworkFile(path: path) }
    }
  }

  /// As Keras 3.15.1 and transformers write them.
  @Test(arguments: [
    (
      "m.weights.json",
      #"{"metadata": {"total_size": 1}, "weight_map": {"/layers/lstm/vars/0": ["m_0.weights.h5"]}}"#
    ),
    (
      "m.safetensors.index.json",
      "{\n  \"metadata\": {},\n  \"weight_map\": {\"w\": \"m-1.safetensors\"}\n}\n"
    ),
  ])
  func listsOfFilesAreNamedForWhatTheyAre(name: String, text: String) throws {
    let path = "folder/\(name)"
    #expect(throws: NetworkFileError(path: path, .shardIndex)) {
      try NetworkFile(bytes: Array(text.utf8), path: path)
    }
  }

  @Test func filesCutShortAreNamedForWhatTheyAre() throws {
    let folder = try TemporaryFolder()
    let safetensors = try NetworkFileFixtures.bytes("pytorch", "lstm-cell.safetensors")
    let path = try folder.write(Array(safetensors.dropLast()), to: "cut")
    #expect(
      throws: NetworkFileError(
        path: path, .truncated(needed: UInt64(safetensors.count), found: UInt64(safetensors.count - 1)))
    ) { try NetworkFile(path: path) }
    let onnx = try NetworkFileFixtures.bytes("onnx", "lstm-forward.onnx")
    let cut = try folder.write(Array(onnx[..<100]), to: "cut")
    #expect {
      try NetworkFile(path: cut)
    } throws: {
      if case .truncated(_, found: 100) = ($0 as? NetworkFileError)?.problem { true } else { false }
    }
  }
}
