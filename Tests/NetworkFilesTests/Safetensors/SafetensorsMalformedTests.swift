import Testing

@testable import NetworkFiles

/// Files that are cut or changed: an error or a network, never a crash.
@Suite struct SafetensorsMalformedTests {
  private static let files = ["gru-cell", "lstm-bfloat16", "rnn-no-bias", "weight-norm"]

  private func bytes(_ file: String) throws -> [UInt8] {
    try NetworkFileFixtures.bytes("pytorch", "\(file).safetensors")
  }

  @Test(arguments: files) func cutAtEveryLength(_ file: String) throws {
    let bytes = try bytes(file)
    for length in 0..<bytes.count {
      #expect(throws: NetworkFileError.self) {
        try SafetensorsReader.read(Array(bytes[..<length]), path: "f")
      }
    }
  }

  @Test(arguments: files) func everyByteChanged(_ file: String) throws {
    let bytes = try bytes(file)
    for place in bytes.indices {
      for bits: UInt8 in [0xFF, 0x01] {
        var changed = bytes
        changed[place] ^= bits
        do throws(NetworkFileError) {
          let file = try SafetensorsReader.read(changed, path: "f")
          #expect(!file.layers.isEmpty)
        } catch {
          #expect(error.path == "f")
        }
      }
    }
  }

  @Test func moreValuesThanAreRead() {
    let limit = UInt64(StrictJSON.Limits().values)
    let header =
      Array("{\"weight_hh\":[".utf8) + [[UInt8]](repeating: Array("0,".utf8), count: Int(limit)).joined()
      + Array("0]}".utf8)
    #expect(
      throws: NetworkFileError(
        path: "f", .tooLarge(what: "the number of JSON values", found: limit + 1, limit: limit))
    ) {
      try SafetensorsReader.read(SafetensorsFile.bytes(header: header, data: []), path: "f")
    }
  }

  @Test func aMillionLayers() {
    #expect(throws: NetworkFileError(path: "f", place: "l0", .missing("weight_ih_l0"))) {
      try SafetensorsReader.read(
        SafetensorsFile.tensors(SafetensorsFile.layer("", "_l999999")), path: "f")
    }
  }

  @Test func manyLayersAreReadInShortTime() throws {
    var tensors: [(name: String, shape: [Int])] = []
    for layer in 0..<2_000 {
      tensors += SafetensorsFile.layer("", "_l\(layer)", gates: 1, inputs: 1, units: 1)
    }
    let file = try SafetensorsReader.read(SafetensorsFile.tensors(tensors), path: "f")
    #expect(file.stacks == [Array(0..<2_000)])
  }
}
