import Testing

@testable import RecurrentNetworks

/// The kernels against the plain twin in float64, and against each other.
@Suite struct NetworkTrainerTests {
  /// Distance of a derivative from the plain one in float64, relative to the largest of its layer: some tens
  /// of roundings of float32 over twelve steps, three layers and a hundred sequences.
  static let tolerance = 4e-6

  /// Cells, units of the first layer (one more in each further one), inputs, lengths of the sequences, places
  /// of those without a target, truncation.
  struct Case: CustomStringConvertible, Sendable {
    var cells: [CellType]
    var hiddenSize = 5
    var inputSize = 1
    var lengths = Array(repeating: 12, count: 32)
    var silent: Set<Int> = []
    var truncation: Int?

    var description: String {
      "\(cells.map(\.rawValue)) \(hiddenSize), \(inputSize) inputs, \(lengths.count) sequences"
        + (truncation.map { ", truncation \($0)" } ?? "")
    }

    var network: RecurrentNetwork<Float> {
      RecurrentNetwork(
        rounding: TrainingCases.network(cells, inputSize: inputSize, hiddenSize: hiddenSize))
    }

    func batch(_ path: SIMDPath) -> SequenceBatch {
      let sequences = TrainingCases.sequences(lengths: lengths, inputSize: inputSize, silent: silent)
      return SequenceBatch(
        sequences.map { sequence in
          TrainingSequence(
            inputs: sequence.inputs.map { $0.map { Float($0) } }, target: sequence.target.map { Float($0) })
        }, path: path)
    }

    func trainer(_ path: SIMDPath) -> NetworkTrainer {
      NetworkTrainer(network, sequences: lengths.count, steps: lengths.max() ?? 1, path: path)
    }
  }

  private static let ragged = (0..<45).map { 1 + $0 * 7 % 13 }

  static let cases =
    TrainingCases.stacks.flatMap { cells in
      [
        Case(cells: cells),
        Case(cells: cells, hiddenSize: 3, inputSize: 2, lengths: ragged, silent: [0, 7, 44], truncation: 4),
      ]
    }
    + CellType.trainable.flatMap { cell in
      [1, 2, 7, 13, 20].map { Case(cells: [cell, cell], hiddenSize: $0, lengths: [9, 9, 9], truncation: 1) }
        + [Case(cells: [cell], hiddenSize: 6, lengths: Array(repeating: 3, count: 113))]
    }

  @Test(arguments: cases) func derivativesAreThoseOfThePlainTwin(_ it: Case) {
    let batch = it.batch(.best)
    let trainer = it.trainer(.best)
    let loss = trainer.derive(batch, truncation: it.truncation)
    let plain = ReferenceTraining.gradients(
      RecurrentNetwork<Double>(rounding: it.network), batch.sequences(as: Double.self),
      truncation: it.truncation)
    #expect(abs(Double(loss) - plain.loss) <= 2e-6 * plain.loss)
    for (fast, plain) in zip(trainer.derivatives, plain.layers) {
      let largest = plain.all.reduce(0) { max($0, abs($1)) }
      #expect(largest > 0)
      #expect(distance(fast.all.map { Double($0) }, plain.all) <= Self.tolerance * largest)
    }
  }

  /// After ten updates, in which every rounding would grow.
  @Test(arguments: cases) func everyPathGivesTheSameBits(_ it: Case) {
    func trained(_ path: SIMDPath) -> (losses: [UInt32], network: RecurrentNetwork<Float>) {
      let batch = it.batch(path)
      let trainer = it.trainer(path)
      let losses = (0..<10).map { _ in
        trainer.update(batch, learningRate: 0.05, truncation: it.truncation).bitPattern
      }
      return (losses, trainer.network)
    }
    let expected = trained(.best)
    #expect(expected.network != it.network && expected.network.isFinite)
    for path in SIMDPath.supported {
      let other = trained(path)
      #expect(other.losses == expected.losses && other.network == expected.network, "\(path)")
    }
  }

  /// One rule of descent: exactly what the plain twin makes of the same derivatives.
  @Test(arguments: CellType.trainable) func descentIsThePlainTwins(cell: CellType) {
    let it = Case(cells: [cell, cell], inputSize: 2)
    let (deriving, updating) = (it.trainer(.best), it.trainer(.best))
    _ = deriving.derive(it.batch(.best), truncation: nil)
    _ = updating.update(it.batch(.best), learningRate: 0.05, truncation: nil)
    let plain = ReferenceTraining.descend(it.network, deriving.derivatives, learningRate: 0.05)
    #expect(updating.network == plain)
  }

  /// The forward pass is the engine's: the same bits, where no sequence begins later than others.
  @Test(arguments: TrainingCases.stacks) func answersAreThoseOfTheEngine(cells: [CellType]) {
    let it = Case(cells: cells, hiddenSize: 7, inputSize: 3, lengths: Array(repeating: 11, count: 9))
    let batch = it.batch(.best)
    let answers = it.trainer(.best).answers(batch)
    for (index, sequence) in batch.sequences(as: Float.self).enumerated() {
      let inputs = InputPair<Float>(inputSize: 3, capacity: 1, path: .best)
      let engine = PairedNetworks([it.network], capacity: 1, path: .best)
      for input in sequence.inputs {
        inputs.set(input)
        engine.advance(inputs)
      }
      #expect(answers[index] == engine.outputs(0).a.dropFirst().reduce(engine.outputs(0).a[0], +))
    }
  }

  /// What stands beside a sequence, or before its beginning, does not touch it.
  @Test(arguments: CellType.trainable) func sequencesDoNotTouchEachOther(cell: CellType) {
    let it = Case(cells: [cell, cell], hiddenSize: 4, inputSize: 2, lengths: Self.ragged)
    let together = it.trainer(.best).answers(it.batch(.best))
    for (index, sequence) in it.batch(.best).sequences(as: Float.self).enumerated() {
      #expect(it.trainer(.best).answers(SequenceBatch([sequence], path: .best)) == [together[index]])
    }
  }

  @Test func withoutTargetsNothingChanges() {
    let it = Case(cells: [.lstm], lengths: [3, 4], silent: [0, 1])
    let trainer = it.trainer(.best)
    #expect(trainer.update(it.batch(.best), learningRate: 1, truncation: nil).isNaN)
    #expect(trainer.absoluteError(it.batch(.best)) == 0)
    #expect(trainer.network == it.network)
  }

  /// A loss that is not finite is told, and the weights stay what they were.
  @Test func anInfiniteTargetChangesNothing() {
    let it = Case(cells: [.rnn])
    let trainer = it.trainer(.best)
    let sequence = TrainingSequence<Float>(inputs: [[1]], target: .infinity)
    let loss = trainer.update(SequenceBatch([sequence], path: .best), learningRate: 1, truncation: nil)
    #expect(loss == .infinity && trainer.network == it.network)
  }

  @Test(arguments: try TrainingFixtures.load().cases.filter { $0.precision == .float32 })
  func pytorchAgrees(_ fixture: TrainingFixtures.Case) {
    let network = fixture.network(as: Float.self)
    let batch = SequenceBatch(fixture.trainingSequences(as: Float.self), path: .best)
    let trainer = NetworkTrainer(network, sequences: batch.count, steps: batch.steps, path: .best)
    let loss = trainer.update(
      batch, learningRate: Float(fixture.learning_rate), truncation: fixture.truncation)
    #expect(abs(Double(loss) - fixture.loss) <= PyTorchTrainingTests.tolerance(.float32))
    let gradients = fixture.gradients(as: Float.self)
    let descended = fixture.descendedNetwork(as: Float.self)
    for layer in network.layers.indices {
      let tolerance = PyTorchTrainingTests.tolerance(.float32)
      #expect(distance(trainer.derivatives[layer].all, gradients.layers[layer].all) <= tolerance)
      #expect(distance(trainer.network.layers[layer].all, descended.layers[layer].all) <= tolerance)
    }
  }

  /// Given the weights of another that was trained for a while, a trainer goes on as that one does.
  @Test(arguments: TrainingCases.stacks) func weightsAreAllThereIs(cells: [CellType]) {
    let it = Case(cells: cells)
    let (batch, first, second) = (it.batch(.best), it.trainer(.best), it.trainer(.best))
    for _ in 0..<3 { _ = first.update(batch, learningRate: 0.1, truncation: nil) }
    #expect(second.network == it.network && first.network != it.network)
    second.weights = first.weights
    #expect(second.network == first.network)
    #expect(first.weights.count == it.network.parameterCount)
    let losses = [first, second].map { $0.update(batch, learningRate: 0.1, truncation: nil) }
    #expect(losses[0] == losses[1] && second.network == first.network)
  }
}

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
