import Foundation
import Testing

@testable import NetworkFiles
@testable import RecurrentNetworks

/// Writes networks and what they compute into the folder named by MEMPROBE_FILES_FOR_PYTORCH, if it is set,
/// for `Tests/Interoperability/check_pytorch_files.py` to open them with PyTorch. Not a test by itself.
@Suite struct FilesForOtherPrograms {
  static var folder: String? { ProcessInfo.processInfo.environment["MEMPROBE_FILES_FOR_PYTORCH"] }

  private struct Written: Encodable {
    var file: String
    var precision: Precision
    var layers: [Layer]
    var inputs: [[Double]]
    var outputs: [[Double]]

    struct Layer: Encodable {
      var cell: CellType
      var inputSize: Int
      var hiddenSize: Int
    }
  }

  @Test(.enabled(if: folder != nil)) func write() throws {
    let folder = try #require(Self.folder)
    let cells: [CellType] = [.rnn, .lstm, .gru]
    // Cells and their hidden sizes, lowest first.
    let uniform = cells.flatMap { cell in [1, 3].map { [(CellType, Int)](repeating: (cell, 5), count: $0) } }
    let mixed: [[(CellType, Int)]] = [
      [(.lstm, 5), (.lstm, 4)], [(.rnn, 4), (.gru, 4), (.lstm, 4)],
      (0..<12).map { (cells[$0 % 3], 2 + $0 % 4) },
    ]
    var written: [Written] = []
    for layers in uniform + mixed {
      written.append(try write(layers, Float.self, number: written.count, in: folder))
      written.append(try write(layers, Double.self, number: written.count, in: folder))
    }
    let json = try JSONEncoder().encode(written)
    try json.write(to: URL(fileURLWithPath: folder).appendingPathComponent("networks.json"))
  }

  private func write<Scalar: NetworkScalar>(
    _ shape: [(cell: CellType, hiddenSize: Int)], _ type: Scalar.Type, number: Int, in folder: String
  ) throws -> Written {
    let random = RandomStream(seed: 7).child(UInt64(number))
    var drawn: UInt64 = 0
    func numbers(_ count: Int) -> [Scalar] {
      (0..<count).map { _ in
        drawn += 1
        return Scalar(random.uniform(drawn) - 0.5)
      }
    }
    var layers: [RecurrentLayer<Scalar>] = []
    for (cell, hiddenSize) in shape {
      let inputSize = layers.last?.hiddenSize ?? 3
      let columns = cell.gateCount * hiddenSize
      layers.append(
        RecurrentLayer(
          cell: cell, inputSize: inputSize, hiddenSize: hiddenSize, inputKernel: numbers(inputSize * columns),
          recurrentKernel: numbers(hiddenSize * columns), bias: numbers(columns),
          recurrentBias: cell == .gru ? numbers(columns) : nil))
    }
    let network = RecurrentNetwork(layers: layers)
    let file = "network-\(number).safetensors"
    try network.write(to: folder + "/" + file, overwrites: true)

    let inputs = (0..<8).map { _ in numbers(3) }
    let pair = InputPair<Scalar>(inputSize: 3, capacity: 1, path: .best)
    let engine = PairedNetworks([network], capacity: 1, path: .best)
    let outputs = inputs.map { input in
      pair.set(input)
      engine.advance(pair)
      return engine.outputs(0).a.map { Double($0) }
    }
    return Written(
      file: file, precision: Scalar.precision,
      layers: layers.map { .init(cell: $0.cell, inputSize: $0.inputSize, hiddenSize: $0.hiddenSize) },
      inputs: inputs.map { $0.map { Double($0) } }, outputs: outputs)
  }
}
