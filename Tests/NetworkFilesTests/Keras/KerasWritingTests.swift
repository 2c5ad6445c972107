import Files
import Foundation
import HDF5
import RecurrentNetworks
import Testing

@testable import NetworkFiles

/// Networks that are written as Keras weights and read again. That Keras itself reads them is checked by
/// `Tests/Interoperability/check_keras_weights.py`.
@Suite struct KerasWritingTests {
  /// A stack of random layers, each with its own hidden size.
  static func network<Scalar: NetworkScalar>(
    _ cells: [CellType], as type: Scalar.Type = Scalar.self
  ) -> RecurrentNetwork<Scalar> {
    var inputSize = 3
    let layers = cells.enumerated().map { index, cell in
      let hiddenSize = 2 + index % 4
      let shape = NetworkShape(cell: cell, inputSize: inputSize, hiddenSize: hiddenSize)
      inputSize = hiddenSize
      let stream = RandomStream(seed: 7).child(UInt64(index))
      // PyTorch's initialiser draws biases, too, so that none is zero.
      return RecurrentNetwork<Scalar>(shape: shape, initialization: Initialization(.pytorch), stream: stream)
        .layers[0]
    }
    return RecurrentNetwork(layers: layers)
  }

  static let stacks: [[CellType]] = [
    [.lstm], [.gru], [.gruResetBefore], [.rnn], [.lstm, .gru, .rnn, .lstm], [.gru, .gruResetBefore, .gru],
    Array(repeating: .lstm, count: 12),
  ]

  @Test(arguments: stacks)
  func roundTripsAreExact(cells: [CellType]) throws {
    let network = Self.network(cells, as: Double.self)
    let bytes = try KerasWeightsWriter.bytes(of: network, path: "x")
    let file = try NetworkFile(bytes: bytes, path: "x")
    #expect(file.format == .kerasWeights)
    #expect(file.layers.allSatisfy { $0.storage == .float64 })
    #expect(try file.network() == network)
    #expect(try KerasWeightsWriter.bytes(of: network, path: "x") == bytes)

    let single = Self.network(cells, as: Float.self)
    let read = try NetworkFile(bytes: KerasWeightsWriter.bytes(of: single, path: "x"), path: "x")
    #expect(read.layers.allSatisfy { $0.storage == .float32 })
    #expect(try RecurrentNetwork<Float>(rounding: read.network()) == single)
  }

  @Test func filesAreReplacedOnlyIfAsked() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("new/net.weights.h5").path
    let network = Self.network([.lstm], as: Float.self)
    try network.write(to: path, overwrites: false)
    #expect(throws: OutputError.exists(path: path)) { try network.write(to: path, overwrites: false) }
    let other = Self.network([.gru], as: Float.self)
    try other.write(to: path, overwrites: true)
    #expect(try NetworkFile(path: path).network() == RecurrentNetwork<Double>(rounding: other))
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/new")
    #expect(left == ["net.weights.h5"])
  }

  @Test(arguments: ["net.h5", "net.keras", "net", "net.pt"])
  func otherEndings(path: String) {
    let network = Self.network([.lstm], as: Float.self)
    #expect(throws: NetworkWritingError.unknownEnding(path: path)) {
      try network.write(to: path, overwrites: true)
    }
  }

  /// Makes the files that `check_keras_weights.py` opens, in the folder that this variable names.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["MEMPROBE_WRITTEN_NETWORKS"] != nil))
  func filesForKeras() throws {
    let folder = ProcessInfo.processInfo.environment["MEMPROBE_WRITTEN_NETWORKS"] ?? ""
    for (index, cells) in Self.stacks.enumerated() {
      let single = Self.network(cells, as: Float.self)
      try single.write(to: "\(folder)/float32-\(index).weights.h5", overwrites: true)
      let double = Self.network(cells, as: Double.self)
      try double.write(to: "\(folder)/float64-\(index).weights.h5", overwrites: true)
    }
  }
}
