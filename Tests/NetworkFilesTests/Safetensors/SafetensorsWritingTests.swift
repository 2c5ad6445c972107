import Files
import Foundation
import TestSupport
import Testing

@testable import NetworkFiles
@testable import RecurrentNetworks

@Suite struct SafetensorsWritingTests {
  /// A layer of random weights, with zeros of both signs, the smallest and the largest numbers among them.
  private func layer<Scalar: NetworkScalar>(
    _ cell: CellType, _ inputSize: Int, _ hiddenSize: Int, _ type: Scalar.Type
  ) -> RecurrentLayer<Scalar> {
    var generator = RandomNumbers(state: UInt64(inputSize * 100 + hiddenSize))
    let special: [Scalar] = [
      0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .greatestFiniteMagnitude, -.ulpOfOne, 1,
    ]
    func numbers(_ count: Int) -> [Scalar] {
      (0..<count).map { $0 % 3 == 0 ? special[$0 / 3 % special.count] : Scalar(generator.next()) }
    }
    let columns = cell.gateCount * hiddenSize
    return RecurrentLayer(
      cell: cell, inputSize: inputSize, hiddenSize: hiddenSize, inputKernel: numbers(inputSize * columns),
      recurrentKernel: numbers(hiddenSize * columns), bias: numbers(columns),
      recurrentBias: cell == .gru ? numbers(columns) : nil)
  }

  private struct RandomNumbers {
    var state: UInt64
    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(Int64(bitPattern: state)) / 0x1p62
    }
  }

  /// Bits of every weight: == takes -0 for 0.
  private func bits<Scalar: NetworkScalar>(_ network: RecurrentNetwork<Scalar>) -> [[UInt64]] {
    network.layers.flatMap { [$0.inputKernel, $0.recurrentKernel, $0.bias, $0.recurrentBias] }
      .map { $0.map { Double($0).bitPattern } }
  }

  private func networks<Scalar: NetworkScalar>(_ type: Scalar.Type) -> [RecurrentNetwork<Scalar>] {
    let uniform = [CellType.rnn, .lstm, .gru].flatMap { cell in
      [
        RecurrentNetwork(layers: [layer(cell, 3, 5, type)]),
        RecurrentNetwork(layers: [layer(cell, 1, 1, type), layer(cell, 1, 1, type)]),
        RecurrentNetwork(layers: [layer(cell, 3, 5, type), layer(cell, 5, 5, type), layer(cell, 5, 5, type)]),
      ]
    }
    let mixed = [
      RecurrentNetwork(layers: [layer(.rnn, 3, 5, type), layer(.lstm, 5, 5, type), layer(.gru, 5, 2, type)]),
      RecurrentNetwork(layers: (0..<12).map { layer(.lstm, $0 + 1, $0 + 2, type) }),
    ]
    return uniform + mixed
  }

  private func checkRoundTrip<Scalar: NetworkScalar>(_ type: Scalar.Type) throws {
    for network in networks(type) {
      let bytes = try SafetensorsWriter.bytes(of: network, path: "f")
      let file = try SafetensorsReader.read(bytes, path: "f")
      let read = try RecurrentNetwork<Scalar>(rounding: file.network())
      #expect(read == network)
      #expect(bits(read) == bits(network))
      #expect(file.layers.allSatisfy { $0.storage == (Scalar.precision == .float32 ? .float32 : .float64) })
      #expect(file.notes.isEmpty)
    }
  }

  @Test func everyWeightComesBackToTheBit() throws {
    try checkRoundTrip(Float.self)
    try checkRoundTrip(Double.self)
  }

  @Test func namesOfEqualAndOfDifferentLayers() throws {
    func names(_ layers: [RecurrentLayer<Float>]) throws -> [String] {
      let bytes = try SafetensorsWriter.bytes(of: RecurrentNetwork(layers: layers), path: "f")
      return try SafetensorsContainer(OpenedFile(bytes, path: "f")).tensors.keys.sorted()
    }
    let first = layer(.lstm, 2, 3, Float.self)
    #expect(
      try names([first, layer(.lstm, 3, 3, Float.self)]) == [
        "bias_hh_l0", "bias_hh_l1", "bias_ih_l0", "bias_ih_l1", "weight_hh_l0", "weight_hh_l1",
        "weight_ih_l0",
        "weight_ih_l1",
      ])
    #expect(
      try names([first, layer(.gru, 3, 3, Float.self)]) == [
        "0.bias_hh_l0", "0.bias_ih_l0", "0.weight_hh_l0", "0.weight_ih_l0", "1.bias_hh_l0", "1.bias_ih_l0",
        "1.weight_hh_l0", "1.weight_ih_l0",
      ])
  }

  @Test func metadataNamesFormatCellsAndSource() throws {
    let network = RecurrentNetwork(layers: [layer(.lstm, 2, 3, Float.self), layer(.rnn, 3, 4, Float.self)])
    let bytes = try SafetensorsWriter.bytes(of: network, path: "f")
    #expect(
      try SafetensorsContainer(OpenedFile(bytes, path: "f")).metadata == [
        "format": "pt", "source": "memprobe", "cells": "lstm,rnn", "stack": "0,1", "nonlinearity": "tanh",
      ])
    // The numbers begin at a multiple of 8 bytes.
    #expect(bytes[0] % 8 == 0)
  }

  @Test func pyTorchHasNoResetBeforeTheProduct() {
    let network = RecurrentNetwork(layers: [layer(.gruResetBefore, 2, 3, Float.self)])
    #expect(throws: NetworkWritingError.noSuchCell(.gruResetBefore, path: "f.safetensors")) {
      try network.write(to: "f.safetensors", overwrites: true)
    }
  }

  @Test func whatFilesOfWeightsDoNotSay() {
    let plain = layer(.lstm, 2, 3, Float.self)
    func write(_ activation: Activation, _ variation: CellVariation<Float>) throws {
      let layer = RecurrentLayer(
        cell: .lstm, inputSize: 2, hiddenSize: 3, inputKernel: plain.inputKernel,
        recurrentKernel: plain.recurrentKernel, bias: plain.bias, activation: activation, variation: variation
      )
      for ending in ["safetensors", "weights.h5"] {
        _ = try RecurrentNetwork(layers: [layer]).bytes(for: "f.\(ending)")
      }
    }
    #expect(throws: Never.self) { try write(.tanh, .none) }
    let path = "f.safetensors"
    #expect(throws: NetworkWritingError.activations(layer: 0, path: path)) { try write(.relu, .none) }
    let variations: [CellVariation<Float>] = [
      CellVariation(clip: 3), CellVariation(couplesGates: true),
      CellVariation(peepholes: Array(repeating: 1, count: 9)),
    ]
    for variation in variations {
      #expect(throws: NetworkWritingError.variation(layer: 0, path: path)) { try write(.tanh, variation) }
    }
  }

  @Test func filesAreCompleteAndNeverReplacedUnasked() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("deep/er/net.safetensors")
    let network = RecurrentNetwork(layers: [layer(.lstm, 2, 3, Double.self)])
    try network.write(to: path, overwrites: false)
    #expect(try InputFile.bytes(of: path) == SafetensorsWriter.bytes(of: network, path: path))
    #expect(throws: OutputError.exists(path: path)) { try network.write(to: path, overwrites: false) }
    let other = RecurrentNetwork(layers: [layer(.gru, 2, 3, Double.self)])
    try other.write(to: path, overwrites: true)
    #expect(try InputFile.bytes(of: path) == SafetensorsWriter.bytes(of: other, path: path))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("deep/er")) == ["net.safetensors"])
  }

  @Test func unwritablePlaces() throws {
    let folder = try TemporaryFolder()
    let network = RecurrentNetwork(layers: [layer(.lstm, 2, 3, Double.self)])
    #expect(throws: NetworkWritingError.unknownEnding(path: folder.url.path + "/")) {
      try network.write(to: folder.url.path + "/", overwrites: true)
    }
    _ = try folder.write([], to: "file")
    #expect(throws: OutputError.self) {
      try network.write(to: folder.path("file/net.safetensors"), overwrites: true)
    }
  }
}

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
