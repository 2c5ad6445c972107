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

  @Test func aMillionLayers() {
    // 2^20 cells of eight JSON values and more per tensor: more than is read.
    var header: [UInt8] = Array("{".utf8)
    for index in 0..<1_000_000 {
      header += Array(
        "\"\(index).weight_hh\":{\"dtype\":\"F32\",\"shape\":[0,1],\"data_offsets\":[0,0]},".utf8)
    }
    header.removeLast()
    header.append(UInt8(ascii: "}"))
    let limit = UInt64(StrictJSON.Limits().values)
    #expect(
      throws: NetworkFileError(path: "f", .tooLarge(what: "JSON values", found: limit + 1, limit: limit))
    ) {
      try SafetensorsReader.read(SafetensorsFile.bytes(header: header, data: []), path: "f")
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
