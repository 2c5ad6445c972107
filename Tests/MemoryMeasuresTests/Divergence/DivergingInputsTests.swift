import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

@Suite struct DivergingInputsTests {
  private static let stream = RandomStream(seed: 9)

  /// N rows of 1 column that hold their own numbers, and negative ones in a second column.
  private func numbered(_ rows: Int) throws -> RecordedInputs {
    try RecordedInputs(
      RecordedLayout(rows: rows, isRepeated: true), columns: 2,
      values: (0..<rows).flatMap { [Double($0), -Double($0)] })
  }

  private func starts(_ recorded: RecordedInputs, unique: Int, seed: Int) -> (a: Int, b: Int) {
    let stream = RandomStream(seed: UInt64(seed))
    return recorded.layout.starts(
      of: RunSpan(total: 1_000, unique: unique), first: stream.child(0), second: stream.child(1))
  }

  // MARK: Starts

  /// Every pair of starts that the rule allows is drawn, and no other.
  @Test(arguments: [(10, 3), (6, 3), (7, 3), (5, 3), (2, 1), (2, 50), (3, 2)])
  func allPairsOfStarts(rows: Int, unique: Int) throws {
    let recorded = try numbered(rows)
    var allowed: Set<[Int]> = []
    for a in 0..<rows {
      for b in 0..<rows {
        let rowsOfA = Set((0..<unique).map { (a + $0) % rows })
        let rowsOfB = Set((0..<unique).map { (b + $0) % rows })
        if rows >= 2 * unique ? rowsOfA.isDisjoint(with: rowsOfB) : a != b { allowed.insert([a, b]) }
      }
    }
    var counts: [[Int]: Int] = [:]
    let draws = 200 * allowed.count
    for seed in 0..<draws {
      let starts = starts(recorded, unique: unique, seed: seed)
      counts[[starts.a, starts.b], default: 0] += 1
    }
    #expect(Set(counts.keys) == allowed)
    // 200 expected each, with a standard deviation of 14.
    #expect(counts.values.allSatisfy { (120...280).contains($0) }, "\(counts)")
  }

  /// Of data that are not repeated, too: a run reads within one sequence, and its beginnings have no row in common where
  /// that can be.
  @Test(arguments: [(1, 10, 6, 3), (1, 4, 4, 1), (1, 5, 4, 3), (3, 4, 3, 2), (2, 3, 3, 2)])
  func allPairsOfStartsWithinSequences(sequences: Int, steps: Int, total: Int, unique: Int) throws {
    let layout = RecordedLayout(rows: sequences * steps, sequences: sequences)
    func begins(_ row: Int, _ length: Int) -> Bool { row % steps + length <= steps }
    var allowed: [Int: [Int]] = [:]
    for a in 0..<layout.rows where begins(a, total) {
      let others = (0..<layout.rows).filter { begins($0, unique) && $0 != a }
      let apart = others.filter { abs($0 - a) >= unique }
      allowed[a] = apart.isEmpty ? others : apart
    }
    var counts: [Int: [Int: Int]] = [:]
    let draws = 20_000
    for seed in 0..<draws {
      let stream = RandomStream(seed: UInt64(seed))
      let starts = layout.starts(
        of: RunSpan(total: total, unique: unique), first: stream.child(0), second: stream.child(1))
      counts[starts.a, default: [:]][starts.b, default: 0] += 1
    }
    #expect(counts.mapValues { $0.keys.sorted() } == allowed)
    for (a, found) in counts {
      let expected = Double(draws) / Double(allowed.count * found.count)
      // Five standard deviations.
      #expect(
        found.values.allSatisfy { abs(Double($0) - expected) <= 5 * expected.squareRoot() }, "\(a): \(found)")
    }
  }

  @Test func dataThatAreTooShort() throws {
    let recording = try #require(Divergence.recording)
    func check(_ layout: RecordedLayout, steps: Int) throws {
      try layout.check(recording, DivergenceSettings(totalSteps: steps, uniqueSteps: 1))
    }
    #expect(
      throws: RecordedInputsError.tooFewSteps(
        30, sequences: 2, needed: 31, of: ["total-steps"], mayRepeat: true)
    ) { try check(RecordedLayout(rows: 60, sequences: 2), steps: 31) }
    try check(RecordedLayout(rows: 60, sequences: 2), steps: 30)
    try check(RecordedLayout(rows: 60, isRepeated: true), steps: 1_000)
  }

  // MARK: Rows

  /// What the two sequences read, step by step, in whatever stretches.
  @Test(arguments: [7, 40, 300], [1, 5, 64]) func rowsInOrder(rows: Int, capacity: Int) throws {
    let settings = try DivergenceSettings(totalSteps: 120, uniqueSteps: 15)
    let recorded = try numbered(rows)
    for inputSize in 1...2 {
      let inputs = DivergingInputs(recorded: recorded, inputSize: inputSize, stream: Self.stream)
      let starts = recorded.layout.starts(of: settings.span, first: inputs.first, second: inputs.second)
      let stretch = InputPair<Float>(inputSize: inputSize, capacity: capacity, path: .best)
      for phase in [0..<15, 15..<120] {
        for start in stride(from: phase.lowerBound, to: phase.upperBound, by: capacity) {
          let steps = start..<min(start + capacity, phase.upperBound)
          inputs.read(steps: steps, of: settings.span, into: stretch)
          #expect(stretch.steps == steps.count && stretch.isShared == (start >= 15))
          for (place, step) in steps.enumerated() {
            let a = Float((starts.a + step) % rows)
            let b = step < 15 ? Float((starts.b + step) % rows) : a
            #expect(stretch.first(step: place) == Array([a, -a].prefix(inputSize)))
            #expect(stretch.second(step: place) == Array([b, -b].prefix(inputSize)))
          }
        }
      }
    }
  }

  /// Normals that were recorded, where the two stretches lie apart: the same measurement, bit for bit.
  @Test(arguments: [CellType.lstm, .gru]) func recordedNormalsMeasureAsDrawnOnes(cell: CellType) throws {
    let settings = try DivergenceSettings(totalSteps: 400, uniqueSteps: 50, recordsCurve: true)
    let rows = 1_000
    let empty = try RecordedInputs(
      RecordedLayout(rows: rows, isRepeated: true), columns: 3, values: Array(repeating: 0, count: 3 * rows))
    let stream = (0..<100).lazy.map { RandomStream(seed: $0) }.first { stream in
      let starts = empty.layout.starts(of: settings.span, first: stream.child(0), second: stream.child(1))
      return (400...950).contains((starts.b - starts.a + rows) % rows)
    }
    let drawn = DivergingInputs(inputSize: 3, stream: try #require(stream))
    let starts = empty.layout.starts(of: settings.span, first: drawn.first, second: drawn.second)
    var values = empty.values
    func record(_ stream: RandomStream, steps: Int, from start: Int) {
      for step in 0..<steps {
        for input in 0..<3 {
          values[(start + step) % rows * 3 + input] = Double(stream.normal(UInt64(3 * step + input)))
        }
      }
    }
    record(drawn.first, steps: 400, from: starts.a)
    record(drawn.second, steps: 50, from: starts.b)
    let recorded = DivergingInputs(
      inputSize: 3,
      source: .recorded(
        try RecordedInputs(RecordedLayout(rows: rows, isRepeated: true), columns: 3, values: values)),
      first: drawn.first, second: drawn.second)

    let network = RecurrentNetwork<Float>(
      shape: NetworkShape(cell: cell, layers: 2, inputSize: 3, hiddenSize: 17),
      initialization: Initialization(.glorot), stream: stream ?? Self.stream)
    let expected = try Divergence.measure(network, inputs: drawn, settings: settings)
    let found = try Divergence.measure(network, inputs: recorded, settings: settings)
    #expect(Divergence.areIdentical(found, expected, settings: settings))
    #expect(expected.curve.first ?? 0 > 1e-3, "the two sequences lead apart")
  }

  // MARK: Measurements

  /// c' = f c + sign(x) and h = tanh(c): one unit, constant gates.
  private func accumulator(forgetBias: Double) -> RecurrentNetwork<Double> {
    let layer = RecurrentLayer<Double>(
      cell: .lstm, inputSize: 1, hiddenSize: 1, inputKernel: [0, 0, 1e30, 0],
      recurrentKernel: [0, 0, 0, 0], bias: [1_000, forgetBias, 0, 1_000])
    return RecurrentNetwork(layers: [layer])
  }

  private let settings: DivergenceSettings

  init() throws { settings = try DivergenceSettings(totalSteps: 1_000, uniqueSteps: 37) }

  /// Periodic data, and a network without memory: settled at once.
  @Test func aMemorylessNetworkSettlesAtOnce() throws {
    let recorded = try RecordedInputs(
      RecordedLayout(rows: 5, isRepeated: true), columns: 1, values: [-2, 1, -3, 4, 5])
    let inputs = DivergingInputs(recorded: recorded, inputSize: 1, stream: Self.stream)
    let measured = try Divergence.measure(
      accumulator(forgetBias: -1_000), inputs: inputs, settings: settings)
    #expect(measured.settled == CensoredSteps(steps: 1, reached: true))
    #expect(measured.merged == CensoredSteps(steps: 1, reached: true))
  }

  /// A forget gate of exactly 1/2 on data of known signs: merged where plain arithmetic says.
  @Test(arguments: 0..<8) func aForgettingNetworkMergesWhereArithmeticSays(seed: Int) throws {
    // Signs without a period (Thue and Morse).
    let values = (0..<90).map { $0.nonzeroBitCount % 2 == 0 ? -1.5 : Double($0) }
    let recorded = try RecordedInputs(RecordedLayout(rows: 90, isRepeated: true), columns: 1, values: values)
    let stream = RandomStream(seed: UInt64(seed))
    let inputs = DivergingInputs(recorded: recorded, inputSize: 1, stream: stream)
    let starts = starts(recorded, unique: 37, seed: seed)
    var (a, b, expected) = (0.0, 0.0, 0)
    for step in 0..<settings.totalSteps where expected == 0 {
      let start = step < settings.uniqueSteps ? starts.b : starts.a
      a = a / 2 + (values[(starts.a + step) % 90] < 0 ? -1 : 1)
      b = b / 2 + (values[(start + step) % 90] < 0 ? -1 : 1)
      if step >= settings.uniqueSteps, a == b { expected = step - settings.uniqueSteps + 1 }
    }
    let measured = try Divergence.measure(accumulator(forgetBias: 0), inputs: inputs, settings: settings)
    #expect(measured.merged == CensoredSteps(steps: expected, reached: true))
    #expect(expected > 1)
  }

  /// Data of which nothing can be compared give no result, in whatever company.
  @Test func equalStretchesAreNoResult() throws {
    let constant = try RecordedInputs(
      RecordedLayout(rows: 60, isRepeated: true), columns: 2, values: (0..<60).flatMap { [0.1, Double($0)] })
    let inputs = DivergingInputs(recorded: constant, inputSize: 1, stream: Self.stream)
    var failures: [Int: DivergenceError] = [:]
    try Divergence.measure(
      [accumulator(forgetBias: 0), accumulator(forgetBias: 1)], inputs: inputs, settings: settings
    ) { index, result in
      if case .failure(let error) = result { failures[index] = error }
    }
    #expect(failures == [0: .equalInputs, 1: .equalInputs])
  }

  /// Differences that float32 does not see are none for a float32 network.
  @Test func equalityIsThatOfThePrecision() throws {
    let values = (0..<60).map { 1 + Double($0) * 1e-12 }
    let recorded = try RecordedInputs(RecordedLayout(rows: 60, isRepeated: true), columns: 1, values: values)
    let inputs = DivergingInputs(recorded: recorded, inputSize: 1, stream: Self.stream)
    #expect(inputs.areEqual(in: settings.span, Arithmetic(.float32), as: Float.self))
    #expect(!inputs.areEqual(in: settings.span, Arithmetic(.float64), as: Double.self))
    #expect(
      !DivergingInputs(inputSize: 1, stream: Self.stream).areEqual(
        in: settings.span, Arithmetic(.float32), as: Float.self))
  }

  /// Alone, in company, on any path: the same measurement.
  @Test func resultsDoNotDependOnCompanyOrPath() throws {
    let values = (0..<3 * 211).map { Double(Self.stream.normal(UInt64($0))) }
    let recorded = try RecordedInputs(RecordedLayout(rows: 211, isRepeated: true), columns: 3, values: values)
    let inputs = DivergingInputs(recorded: recorded, inputSize: 2, stream: Self.stream)
    let networks = [1, 8, 16, 40].map { hidden in
      RecurrentNetwork<Float>(
        shape: NetworkShape(cell: .gru, layers: 1, inputSize: 2, hiddenSize: hidden),
        initialization: Initialization(.glorot), stream: Self.stream)
    }
    for path in SIMDPath.supported {
      try Divergence.measure(networks, inputs: inputs, settings: settings, path: path) { index, result in
        let alone = Result { () throws(DivergenceError) in
          try Divergence.measure(networks[index], inputs: inputs, settings: settings)
        }
        #expect(String(describing: result) == String(describing: alone), "\(path), \(index)")
      }
    }
  }

  // MARK: Data that cannot be read

  @Test func wrongData() throws {
    #expect(throws: RecordedInputsError.tooFewRows(1)) {
      try RecordedInputs(RecordedLayout(rows: 1, isRepeated: true), columns: 2, values: [1, 2])
    }
    #expect(throws: RecordedInputsError.notFinite(.infinity, row: 1, column: 0)) {
      try RecordedInputs(RecordedLayout(rows: 2, isRepeated: true), columns: 2, values: [1, 2, .infinity, 4])
    }
    #expect(throws: RecordedInputsError.notFinite(-4e38, row: 0, column: 1)) {
      try RecordedInputs(RecordedLayout(rows: 2, isRepeated: true), columns: 2, values: [1, -4e38, 3, 4])
    }
    let recorded = try RecordedInputs(
      RecordedLayout(rows: 2, isRepeated: true), columns: 2, values: [1, 2, 3, 4])
    #expect(throws: RecordedInputsError.otherColumns(2, names: nil, inputSize: 3)) {
      try recorded.check(inputSize: 3)
    }
    try recorded.check(inputSize: 2)
  }
}
