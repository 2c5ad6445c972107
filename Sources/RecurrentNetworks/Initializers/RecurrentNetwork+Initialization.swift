import Foundation

extension RecurrentNetwork {
  /// A fresh network, a pure function of its arguments.
  ///
  /// Every array of every layer has a stream of its own within `stream`. Entries are drawn in float64 and
  /// rounded, so a float32 and a float64 network from the same stream are the same network.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(shape: NetworkShape, initialization: Initialization, stream: RandomStream) {
    self.init(
      layers: (0..<shape.layers).map { index in
        RecurrentLayer(
          cell: shape.cell, inputSize: index == 0 ? shape.inputSize : shape.hiddenSize,
          hiddenSize: shape.hiddenSize, initialization: initialization,
          stream: stream.child(UInt64(index)))
      })
  }
}

extension RecurrentLayer {
  /// The arrays of a layer, as words that name their streams.
  private enum Role: UInt64 {
    case inputKernel, recurrentKernel, bias, recurrentBias, peepholes, timeScales
  }

  init(
    cell: CellType, inputSize: Int, hiddenSize: Int, initialization: Initialization, stream: RandomStream
  ) {
    guard !cell.isReservoir else {
      self.init(
        reservoir: initialization.reservoir, inputSize: inputSize, hiddenSize: hiddenSize, stream: stream)
      return
    }
    let columns = cell.gateCount * hiddenSize
    func kernel(_ role: Role, rows: Int, _ initializer: KernelInitializer) -> [Scalar] {
      initializer.draw(
        rows: rows, columns: columns, hiddenSize: hiddenSize, gain: initialization.gain,
        stream: stream.child(role.rawValue))
    }
    func biases(_ role: Role) -> [Double] {
      guard initialization.drawsBiases else { return Array(repeating: 0, count: columns) }
      return KernelInitializer.inverseRootHidden.draw(
        rows: 1, columns: columns, hiddenSize: hiddenSize, stream: stream.child(role.rawValue))
    }
    var bias = biases(.bias)
    let recurrentBias = biases(.recurrentBias)
    if let forget = cell.gates.firstIndex(of: .forget) {
      for unit in forget * hiddenSize..<(forget + 1) * hiddenSize { bias[unit] += initialization.forgetBias }
    }
    if let longest = initialization.longestTime {
      let scales = stream.child(Role.timeScales.rawValue).uniforms(hiddenSize) {
        log(1 + $0 * Double(longest - 2))
      }
      func add(_ sign: Double, to gate: Gate) {
        guard let place = cell.gates.firstIndex(of: gate) else { return }
        for (unit, scale) in scales.enumerated() { bias[place * hiddenSize + unit] += sign * scale }
      }
      add(1, to: cell.gates.contains(.forget) ? .forget : .update)
      if cell.gates.contains(.forget) { add(-1, to: .input) }
    }
    if !cell.hasRecurrentBias {
      // PyTorch draws both biases for every cell; where they only ever act as a sum, they are stored as one.
      for column in 0..<columns { bias[column] += recurrentBias[column] }
    }
    self.init(
      cell: cell, inputSize: inputSize, hiddenSize: hiddenSize,
      inputKernel: kernel(.inputKernel, rows: inputSize, initialization.inputKernel),
      recurrentKernel: kernel(.recurrentKernel, rows: hiddenSize, initialization.recurrentKernel),
      bias: bias.map { Scalar($0) },
      recurrentBias: cell.hasRecurrentBias ? recurrentBias.map { Scalar($0) } : nil)
  }
}

/// Random networks to compare a given one with: what they share with it is the shape of every layer, and in
/// one case the values of its weights.
extension RecurrentNetwork {
  /// A fresh network with the cell, the activations, the clip and the sizes of every layer of another, a pure function of
  /// its arguments.
  ///
  /// Layer `l` is drawn from the stream's child `l`, just as in a network of equal layers, so that a twin of such
  /// a network is the network of that shape and stream. Where a layer has peepholes, its twin draws some of its own, as
  /// the layers of TensorFlow Addons do: each gate's as the first row of a square input kernel of one gate.
  @specialized(where Scalar == Float, Other == Float)
  @specialized(where Scalar == Double, Other == Double)
  public init<Other: NetworkScalar>(
    twinOf other: RecurrentNetwork<Other>, initialization: Initialization, stream: RandomStream
  ) {
    self.init(
      layers: other.layers.enumerated().map { index, layer in
        RecurrentLayer(
          cell: layer.cell, inputSize: layer.inputSize, hiddenSize: layer.hiddenSize,
          initialization: initialization, stream: stream.child(UInt64(index))
        ).varied(as: layer, initialization: initialization, stream: stream.child(UInt64(index)))
      })
  }

  /// The same network with its values in random order: the distribution of the values stays, their structure
  /// goes. Each input kernel and each recurrent kernel is permuted within itself, over all gates and units; each
  /// bias within each gate, since the forget gate's alone makes most of a fresh network's memory, and an LSTM
  /// without it would be no control for anything; peepholes within each gate, too.
  ///
  /// - Parameter stream: of which the permutations are a pure function.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func shuffled(stream: RandomStream) -> RecurrentNetwork {
    RecurrentNetwork(
      layers: layers.enumerated().map { index, layer in
        let stream = stream.child(UInt64(index))
        var variation = layer.variation
        variation.peepholes = layer.shuffledByGate(variation.peepholes, stream: stream.child(4))
        var shuffled = RecurrentLayer(
          cell: layer.cell, inputSize: layer.inputSize, hiddenSize: layer.hiddenSize,
          inputKernel: stream.child(0).shuffled(layer.inputKernel),
          recurrentKernel: stream.child(1).shuffled(layer.recurrentKernel),
          bias: layer.shuffledByGate(layer.bias, stream: stream.child(2)),
          recurrentBias: layer.shuffledByGate(layer.recurrentBias, stream: stream.child(3)),
          leakRate: layer.leakRate, gateActivation: layer.gateActivation, activation: layer.activation,
          cellStateActivation: layer.cellStateActivation, variation: variation)
        shuffled.arithmetic = layer.arithmetic
        return shuffled
      })
  }
}

extension RecurrentLayer {
  /// The same weights behind the activations, and with the variation, of another layer of the cell.
  fileprivate func varied<Other: NetworkScalar>(
    as other: RecurrentLayer<Other>, initialization: Initialization, stream: RandomStream
  ) -> RecurrentLayer {
    guard !other.cell.isReservoir, !other.isUsual else { return self }
    var variation = CellVariation<Scalar>(rounding: other.variation)
    if !variation.peepholes.isEmpty {
      variation.peepholes = CellVariation<Scalar>.gates.indices.flatMap { gate in
        let drawn: [Scalar] = initialization.inputKernel.draw(
          rows: hiddenSize, columns: hiddenSize, hiddenSize: hiddenSize, gain: initialization.gain,
          stream: stream.child(Role.peepholes.rawValue, UInt64(gate)))
        return drawn.prefix(hiddenSize)
      }
    }
    return RecurrentLayer(
      cell: cell, inputSize: inputSize, hiddenSize: hiddenSize, inputKernel: inputKernel,
      recurrentKernel: recurrentKernel, bias: bias,
      recurrentBias: cell.hasRecurrentBias ? recurrentBias : nil,
      gateActivation: other.gateActivation, activation: other.activation,
      cellStateActivation: other.cellStateActivation, variation: variation)
  }

  /// Values per unit of every gate, each gate's permuted among its units.
  fileprivate func shuffledByGate(_ values: [Scalar], stream: RandomStream) -> [Scalar] {
    stride(from: 0, to: values.count, by: hiddenSize).flatMap { first in
      stream.child(UInt64(first)).shuffled(Array(values[first..<first + hiddenSize]))
    }
  }
}
