import Foundation
import RecurrentNetworks
import TestSupport
import Testing

@testable import NetworkFiles

/// A file's format is told from its bytes.
@Suite struct NetworkReaderTests {
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

/// Files that were damaged in every way that is easy to list: reading gives a value or an error, never a crash,
/// and no weight that is not a number.
@Suite struct DamagedFileTests {
  /// Reads bytes that may be anything.
  /// - Returns: whether they were read as a network file.
  @discardableResult
  private static func read(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) -> Bool {
    do {
      let file = try NetworkFile(bytes: bytes, path: "damaged")
      for layer in file.layers {
        guard case .success(let stored) = layer.content else { continue }
        let content = stored.layer()
        let weights = [content.inputKernel, content.recurrentKernel, content.bias, content.recurrentBias]
        let areFinite = weights.allSatisfy { $0.allSatisfy(\.isFinite) }
        #expect(areFinite, sourceLocation: sourceLocation)
      }
      return true
    } catch let error as NetworkFileError {
      #expect(error.path == "damaged", sourceLocation: sourceLocation)
      return false
    } catch {
      Issue.record("\(error)", sourceLocation: sourceLocation)
      return false
    }
  }

  @Test(arguments: ["tiny.weights.h5", "tiny.h5", "tiny_latest.weights.h5", "deflated.keras"])
  func cutShort(name: String) throws {
    let whole = try KerasFixtures.bytes(name)
    #expect(Self.read(whole))
    for length in 0..<whole.count { #expect(!Self.read(Array(whole[..<length])), "\(length)") }
  }

  /// Most of these files is room for more, all zeros: there one pattern is enough.
  @Test(arguments: ["tiny.weights.h5", "tiny.h5", "tiny_latest.weights.h5", "deflated.keras"])
  func changedBytes(name: String) throws {
    var bytes = try KerasFixtures.bytes(name)
    for place in bytes.indices {
      let original = bytes[place]
      for pattern: UInt8 in original == 0 ? [0xFF] : [0xFF, 0x01, 0x80] {
        bytes[place] = original ^ pattern
        Self.read(bytes)
      }
      bytes[place] = original
    }
  }

  /// Eight bytes at a time: addresses, lengths and counts that lead to the end of the address space, to the
  /// file's own beginning, or just beyond its end.
  @Test(arguments: ["tiny.weights.h5", "tiny.h5", "tiny_latest.weights.h5"])
  func changedWords(name: String) throws {
    let whole = try KerasFixtures.bytes(name)
    let words: [UInt64] = [.max - 1, UInt64(whole.count), 96]
    let places = stride(from: 0, to: whole.count - 8, by: 8).filter { place in
      whole[place..<place + 8].contains { $0 != 0 }
    }
    for place in places {
      for word in words {
        var bytes = whole
        for index in 0..<8 { bytes[place + index] = UInt8(truncatingIfNeeded: word >> UInt64(8 * index)) }
        Self.read(bytes)
      }
    }
  }

  /// Not every flip can be noticed, for numbers carry no checksum; but in a zip archive and in the checked
  /// descriptions of HDF5 1.10 most are.
  @Test func checksumsAreVerified() throws {
    var bytes = try KerasFixtures.bytes("tiny.keras")
    let number = try #require(bytes.firstRange(of: Array("model.weights.h5".utf8))).upperBound + 9_000
    bytes[number] ^= 1
    let error = #expect(throws: NetworkFileError.self) { try NetworkFile(bytes: bytes, path: "x") }
    #expect(error?.problem == .malformed("model.weights.h5: 'model.weights.h5' is damaged"))
  }

  @Test func otherFormats() throws {
    func problem(_ bytes: [UInt8]) -> NetworkFileProblem? {
      #expect(throws: NetworkFileError.self) { try NetworkFile(bytes: bytes, path: "x") }?.problem
    }
    #expect(problem([]) == .unknownFormat)
    #expect(problem([0x80, 0x02]) == .otherFile(.pickle))
    #expect(problem([0x80, 0x05, 0x95]) == .otherFile(.pickle))
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    #expect(problem(Array(pointer.utf8)) == .otherFile(.lfsPointer))
    #expect(
      problem(Array(#"{"class_name": "Sequential", "config": {}}"#.utf8)) == .otherFile(.kerasConfiguration))
    #expect(problem(Array("\u{20}\0\0\0TFL3".utf8)) == .otherFile(.tfLite))
    #expect(problem(ZipFixture([.init("a.txt", [1])]).bytes) == .unknownFormat)
  }
}
