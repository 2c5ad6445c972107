import Foundation
import RecurrentNetworks
import TestSupport
import Testing

@testable import NetworkFiles

/// Weights as they stand in files, made into layers in the precision that is asked for.
@Suite struct StoredLayerTests {
  /// Every fixture of PyTorch and ONNX, and Keras files of every number type: float32 layers are the rounded ones, and what
  /// is kept of a file loses nothing.
  @Test func layersInEitherPrecision() throws {
    let keras = ["float16.keras", "bfloat16.keras", "float64.keras", "tiny.weights.h5", "deflated.keras"]
    var files = keras.map { (path: KerasFixtures.path($0), selection: NetworkSelection.whole) }
    for folder in ["pytorch", "onnx"] {
      for fixture in try NetworkFileFixtures.load(folder).cases {
        files.append((NetworkFileFixtures.path(folder, fixture.file), fixture.networkSelection))
      }
    }
    var checked = 0
    for (path, selection) in files {
      let file = try NetworkFile(path: path)
      guard let exact = try? file.network(selection) else { continue }
      checked += 1
      let rounded = RecurrentNetwork<Float>(rounding: exact)
      #expect(try file.network(selection, in: Float.self) == rounded, "\(path)")
      let loaded = try LoadedNetwork(path: path, selection: selection).network
      #expect(loaded.rounded(to: Double.self) == exact, "\(path)")
      #expect(loaded.rounded(to: Float.self) == rounded, "\(path)")
      for (place, layer) in exact.layers.enumerated() {
        #expect(loaded.biases(ofLayer: place) == [layer.bias, layer.recurrentBias], "\(path)")
      }
    }
    #expect(checked > 20)
  }

  /// Transposed in bands of 64 rows: sizes around them.
  @Test(arguments: [(1, 1), (16, 3), (21, 70), (22, 16)]) func pytorchLayersAreTransposes(
    hiddenSize: Int, inputSize: Int
  ) {
    func numbers(_ count: Int, from first: Float) -> [Float] { (0..<count).map { first + Float($0) } }
    let rows = 3 * hiddenSize
    let (input, recurrent) = (numbers(rows * inputSize, from: 1), numbers(rows * hiddenSize, from: 0.5))
    let layer = RecurrentLayer(
      pytorch: .gru, inputSize: inputSize, hiddenSize: hiddenSize, weightIH: input, weightHH: recurrent,
      biasIH: numbers(rows, from: 7), biasHH: numbers(rows, from: 9))
    // r, z, n there; z, r, n here.
    for (gate, there) in [1, 0, 2].enumerated() {
      for unit in 0..<hiddenSize {
        let (row, column) = (there * hiddenSize + unit, gate * hiddenSize + unit)
        for i in 0..<inputSize { #expect(layer.inputKernel[i * rows + column] == input[row * inputSize + i]) }
        for i in 0..<hiddenSize {
          #expect(layer.recurrentKernel[i * rows + column] == recurrent[row * hiddenSize + i])
        }
      }
    }
    #expect(layer.pytorchArrays.weightIH == input && layer.pytorchArrays.weightHH == recurrent)
  }

  /// NaN and infinity of every type, in any place of any stretch.
  @Test(arguments: [0, 4_095, 4_096, 4_999]) func whatIsNotFinite(place: Int) throws {
    let patterns: [(StoredNumber, [UInt8])] = [
      (.float16, [0, 0x7C]), (.float16, [1, 0xFC]), (.bfloat16, [0x80, 0x7F]),
      (.float32, [0, 0, 0x80, 0xFF]),
      (.float32, [1, 0, 0xC0, 0x7F]), (.float64, [0, 0, 0, 0, 0, 0, 0xF0, 0x7F]),
    ]
    for (type, bits) in patterns {
      var bytes = [UInt8](repeating: 0x11, count: 5_000 * type.size)
      let numbers = try StoredNumbers(type, in: bytes[...])
      #expect(numbers.count == 5_000)
      #expect(numbers.values(in: Double.self) == (try type.numbers(in: bytes[...])))
      bytes.replaceSubrange(place * type.size..<(place + 1) * type.size, with: bits)
      #expect(throws: NetworkFileProblem.notFinite(index: place)) { try StoredNumbers(type, in: bytes[...]) }
    }
  }
}
