@testable import RecurrentNetworks

/// Networks and sequences to train on in tests.
enum TrainingCases {
  /// Every cell at depths 1 to 3, and stacks of all four cells with layers of different sizes.
  static let stacks: [[CellType]] =
    CellType.trainable.flatMap { cell in (1...3).map { Array(repeating: cell, count: $0) } }
    + [[.lstm, .gru, .rnn], [.gruResetBefore, .rnn, .lstm, .gru]]

  /// - Parameter hiddenSize: of the first layer; every further one has one unit more.
  static func network(
    _ cells: [CellType], inputSize: Int, hiddenSize: Int, seed: UInt64 = 3
  ) -> RecurrentNetwork<Double> {
    RecurrentNetwork(
      layers: cells.enumerated().map { index, cell in
        let shape = NetworkShape(
          cell: cell, inputSize: index == 0 ? inputSize : hiddenSize + index - 1,
          hiddenSize: hiddenSize + index)
        return RecurrentNetwork<Double>(
          shape: shape, initialization: Initialization(.pytorch),
          stream: RandomStream(seed: seed).child(UInt64(index))
        ).layers[0]
      })
  }

  /// Sequences of these lengths with standard normal inputs and targets; those with a place in `silent` have
  /// no target.
  static func sequences(
    lengths: [Int], inputSize: Int, silent: Set<Int> = []
  ) -> [TrainingSequence<Double>] {
    lengths.enumerated().map { index, length in
      let stream = RandomStream(seed: 8).child(UInt64(index))
      return TrainingSequence(
        inputs: (0..<length).map { step in
          (0..<inputSize).map { Double(stream.normal(UInt64(step * inputSize + $0))) }
        },
        target: silent.contains(index) ? nil : Double(stream.child(1).normal(0)))
    }
  }
}

/// The arrays of a layer one after the other.
enum LayerArray: CaseIterable {
  case inputKernel, recurrentKernel, bias, recurrentBias
}

extension LayerGradients {
  subscript(array: LayerArray) -> [Scalar] {
    switch array {
    case .inputKernel: inputKernel
    case .recurrentKernel: recurrentKernel
    case .bias: bias
    case .recurrentBias: recurrentBias
    }
  }

  var all: [Scalar] { inputKernel + recurrentKernel + bias + recurrentBias }
}

extension RecurrentNetwork {
  /// The same network with one weight moved.
  func moving(_ layer: Int, _ array: LayerArray, _ index: Int, by step: Scalar) -> RecurrentNetwork {
    var layers = layers
    let old = layers[layer]
    func moved(_ values: [Scalar], _ which: LayerArray) -> [Scalar] {
      var values = values
      if which == array { values[index] += step }
      return values
    }
    layers[layer] = RecurrentLayer(
      cell: old.cell, inputSize: old.inputSize, hiddenSize: old.hiddenSize,
      inputKernel: moved(old.inputKernel, .inputKernel),
      recurrentKernel: moved(old.recurrentKernel, .recurrentKernel), bias: moved(old.bias, .bias),
      recurrentBias: moved(old.recurrentBias, .recurrentBias))
    return RecurrentNetwork(layers: layers)
  }
}
