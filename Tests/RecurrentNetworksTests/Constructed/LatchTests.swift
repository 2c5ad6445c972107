import Testing

@testable import RecurrentNetworks

@Suite struct LatchTests {
  /// Magnitudes of first inputs within the range of both precisions, its two ends included.
  private static let firstInputs: [Double] = [
    0x1p20, 0x1p-50, 1, 1 / 3.0, 0.1, 2.718281828, 6.66, 999_999.9, 1_000_003.0 / 7, 1e-15, 3e-5, 0,
  ]

  private func latch<Scalar: NetworkScalar>(
    _ cell: CellType, hiddenSize: Int? = nil, inputSize: Int = 1, as type: Scalar.Type = Scalar.self
  ) throws -> (network: RecurrentNetwork<Scalar>, recall: RecallGuarantee) {
    let size = hiddenSize ?? Latch.leastHiddenSize(cell)
    let latch = try ConstructedNetwork<Scalar>(.latch, cell: cell, hiddenSize: size, inputSize: inputSize)
    return (latch.network, try #require(latch.recall))
  }

  /// The answers of the engine to two first inputs, after each of the given steps; later inputs from `later`,
  /// given sequence, step and input.
  private func answers<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, _ recall: RecallGuarantee, first: (Scalar, Scalar), steps: [Int],
    path: SIMDPath = .best, later: (Int, Int, Int) -> Scalar
  ) -> [(a: Double, b: Double)] {
    let size = network.inputSize
    let inputs = InputPair<Scalar>(inputSize: size, capacity: 64, path: path)
    let engine = PairedNetworks([network], capacity: 64, path: path)
    func row(_ sequence: Int, _ step: Int) -> [Scalar] {
      (0..<size).map { input in
        step == 1 && input == 0 ? sequence == 0 ? first.0 : first.1 : later(sequence, step, input)
      }
    }
    var answers: [(a: Double, b: Double)] = []
    var done = 0
    for step in steps {
      while done < step {
        let range = done + 1...min(done + 64, step)
        inputs.set(range.flatMap { row(0, $0) }, second: range.flatMap { row(1, $0) })
        engine.advance(inputs)
        done = range.upperBound
      }
      let outputs = engine.outputs(0)
      answers.append((recall.readout.answer(outputs.a), recall.readout.answer(outputs.b)))
    }
    return answers
  }

  // MARK: Exact for ever

  @Test(arguments: Construction.latch.cells, SIMDPath.supported)
  func returnsTheFirstInputToTheBitAfter100000Steps(cell: CellType, path: SIMDPath) throws {
    try check(Float.self)
    try check(Double.self)

    func check<Scalar: NetworkScalar>(_ type: Scalar.Type) throws {
      let (network, recall) = try latch(cell, as: type)
      let stream = RandomStream(seed: 9)
      let inputs = InputPair<Scalar>(inputSize: 1, capacity: 500, path: path)
      let engine = PairedNetworks([network], capacity: 500, path: path)
      let first = (a: Scalar(0.1), b: Scalar(-1_000_003.0 / 7))
      inputs.set([first.a], second: [first.b])
      engine.advance(inputs)
      for start in Swift.stride(from: 1, to: 100_000, by: 500) {
        let range = start..<min(start + 500, 100_000)
        inputs.draw(steps: range, a: stream.child(0), b: stream.child(1))
        engine.advance(inputs)
        let outputs = engine.outputs(0)
        let isExact =
          recall.readout.answer(outputs.a) == Double(first.a)
          && recall.readout.answer(outputs.b) == Double(first.b)
        guard isExact else {
          Issue.record("\(type), \(path): not exact by step \(range.upperBound)")
          return
        }
      }
    }
  }

  /// The whole range, sizes that no vector width divides, from the promised step on; other inputs are not read,
  /// and no later input does anything, be it as large as numbers go.
  @Test(arguments: Construction.latch.cells, [1, 3])
  func isExactInItsWholeRange(cell: CellType, inputSize: Int) throws {
    try check(Float.self, largest: .greatestFiniteMagnitude)
    try check(Double.self, largest: cell == .rnn ? 0x1p175 : .greatestFiniteMagnitude)

    func check<Scalar: NetworkScalar>(_ type: Scalar.Type, largest: Scalar) throws {
      let loud: [Scalar] = [largest, -largest, 0, 1, -1, 0x1p20, -0x1p20, 1e-30]
      for hiddenSize in [Latch.leastHiddenSize(cell), 17, 32] {
        let (network, recall) = try latch(cell, hiddenSize: hiddenSize, inputSize: inputSize, as: type)
        #expect(recall.largestLaterInput == Double(largest))
        for x in Self.firstInputs {
          let first = (Scalar(x), Scalar(-x))
          let steps = Array(recall.promise.firstStep...recall.promise.firstStep + 40)
          let answers = answers(network, recall, first: first, steps: steps) { sequence, step, input in
            loud[(step * 5 + sequence + input) % loud.count]
          }
          let isExact = answers.allSatisfy { $0.a == Double(first.0) && $0.b == Double(first.1) }
          #expect(isExact, "\(type), \(hiddenSize) units, x = \(x)")
        }
      }
    }
  }

  /// Before the promised step the answer is 0: the value is still on its way to the store.
  @Test(arguments: Construction.latch.cells) func isNotThereBeforeThePromisedStep(cell: CellType) throws {
    let (network, recall) = try latch(cell, as: Float.self)
    guard recall.promise.firstStep > 1 else { return }
    let steps = Array(1..<recall.promise.firstStep)
    let answers = answers(network, recall, first: (3, -5), steps: steps) { _, _, _ in 1 }
    #expect(answers.allSatisfy { $0 == (0, 0) })
  }

  /// The difference of two sequences that share their inputs after 1,000 steps is the same number at every one of
  /// the next 99,000.
  @Test(arguments: Construction.latch.cells, SIMDPath.supported)
  func theDifferenceDoesNotChangeByABit(cell: CellType, path: SIMDPath) throws {
    try check(Float.self)
    try check(Double.self)

    func check<Scalar: NetworkScalar>(_ type: Scalar.Type) throws {
      let (network, _) = try latch(cell, hiddenSize: 32, as: type)
      let stream = RandomStream(seed: 5)
      let inputs = InputPair<Scalar>(inputSize: 1, capacity: 500, path: path)
      let engine = PairedNetworks([network], capacity: 500, path: path)
      var differences: Set<Double> = []
      for start in Swift.stride(from: 0, to: 100_000, by: 500) {
        inputs.draw(
          steps: start..<start + 500, a: stream.child(0), b: start < 1_000 ? stream.child(1) : nil)
        engine.advance(inputs)
        if start >= 1_000 {
          let trace = engine.trace(0)
          differences.formUnion(trace.differences)
          #expect((0..<trace.steps).allSatisfy { trace.outputsDiffer($0) && trace.statesDiffer($0) })
        }
      }
      #expect(differences.count == 1, "\(type), \(path): \(differences.count) different differences")
      #expect((differences.first ?? 0) > 1e-2)
    }
  }

  /// The plain forward pass, whose tanh is the C library's, agrees.
  @Test(arguments: Construction.latch.cells) func thePlainTwinIsExactToo(cell: CellType) throws {
    try check(Float.self)
    try check(Double.self)

    func check<Scalar: NetworkScalar>(_ type: Scalar.Type) throws {
      let (network, recall) = try latch(cell, as: type)
      for x in Self.firstInputs {
        var pass = ReferenceForwardPass(network)
        for step in 1...300 {
          let output = pass.step([step == 1 ? Scalar(x) : Scalar(step % 7 - 3) * 1e5])
          guard step >= recall.promise.firstStep, recall.readout.answer(output) != Double(Scalar(x)) else {
            continue
          }
          Issue.record("\(type), x = \(x), step \(step): \(recall.readout.answer(output))")
          break
        }
      }
    }
  }

  // MARK: Beyond the range, as predicted

  /// Two tanh at the store of LSTM and GRU: 2 (s x)² / 3, at any step. One more per step in an RNN: n (s x)² / 3.
  @Test(arguments: Construction.latch.cells) func failsBeyondItsRangeAsPredicted(cell: CellType) throws {
    let (network, recall) = try latch(cell, as: Double.self)
    let x = 0x1p58
    #expect(recall.promise.bound(firstInput: x) == nil)
    let steps = [3, 10, 100, 1_000, 10_000]
    let answers = answers(network, recall, first: (x, -x), steps: steps) { _, step, _ in
      Double(step % 5) - 2
    }
    for (step, answer) in zip(steps, answers) {
      let tanhs = cell == .rnn ? Double(step) : 2
      let predicted = tanhs * (x * 0x1p-76) * (x * 0x1p-76) / 3
      let found = (x - answer.a) / x
      #expect(abs(found - predicted) < 1e-4 * predicted, "step \(step): \(found), predicted \(predicted)")
      #expect(answer.b == -answer.a)
    }
  }

  /// Where s x is below the normal numbers, the error is absolute and within the bound.
  @Test(arguments: Construction.latch.cells, [0x1p-51, 3e-17, 1.7e-20, 1e-28])
  func smallInputsAreWithinTheAbsoluteBound(cell: CellType, x: Double) throws {
    let (network, recall) = try latch(cell, as: Float.self)
    let bound = try #require(recall.promise.bound(firstInput: x))
    #expect(bound == 0x1p-50)
    let answer = answers(network, recall, first: (Float(x), -Float(x)), steps: [50]) { _, _, _ in 1 }[0]
    #expect(abs(answer.a - Double(Float(x))) <= bound && abs(answer.b + Double(Float(x))) <= bound)
    if x < 1e-19 {
      #expect(answer.a != Double(Float(x)), "exact beyond the promise: the bound could be better")
    }
  }

  /// A later input of -2^178 outweighs an RNN's flag, in float64 only, and what the gate lets through ends up in the
  /// store.
  @Test func anRNNFailsBeyondItsLargestLaterInput() throws {
    let (network, recall) = try latch(.rnn, as: Double.self)
    let answer = answers(network, recall, first: (1, 2), steps: [20]) { sequence, step, _ in
      sequence == 0 && step == 5 ? -0x1p178 : 0
    }[0]
    #expect(answer.a < -1e22)
    #expect(answer.b == 2)
  }

  // MARK: What it is made of

  @Test(arguments: Construction.latch.cells) func thePrecisionsHaveTheSameWeights(cell: CellType) throws {
    let (float, _) = try latch(cell, hiddenSize: 9, inputSize: 2, as: Float.self)
    let (double, _) = try latch(cell, hiddenSize: 9, inputSize: 2, as: Double.self)
    #expect(RecurrentNetwork<Double>(rounding: float) == double)
  }

  @Test func promises() throws {
    let (_, float) = try latch(.lstm, as: Float.self)
    #expect(float.promise.exactRange == 0x1p-50...0x1p20)
    #expect([0x1p20, -1, 0x1p-50].map { float.promise.bound(firstInput: $0) } == [0, 0, 0])
    #expect(float.promise.bound(firstInput: 0) == 0x1p-50)
    #expect(float.promise.bound(firstInput: 0x1.0001p20) == nil)
    #expect(float.promise.firstStep == 1)
    #expect(float.unit == 0 && float.scale == 0x1p76)
    let (_, double) = try latch(.gru, as: Double.self)
    #expect(double.promise.exactRange == 0x1p-946...0x1p20)
    #expect(double.promise.firstStep == 2)
  }
}
