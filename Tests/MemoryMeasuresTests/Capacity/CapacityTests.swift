import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

@Suite struct CapacityTests {
  private let stream = RandomStream(seed: 12)

  private func settings(
    delays: Int, steps: Int = 2_000, washout: Int = 200, readsInput: Bool = false, surrogates: Int = 5
  ) throws -> CapacitySettings {
    try CapacitySettings(
      washoutSteps: washout, trainingSteps: steps, testSteps: steps, maximumDelay: delays,
      surrogates: surrogates, readsInput: readsInput)
  }

  /// A linear shift register of n + 1 units, the last of which holds the input n steps ago.
  private func delayLine(_ length: Int) -> RecurrentNetwork<Double> {
    let size = length + 1
    var recurrent = [Double](repeating: 0, count: size * size)
    for unit in 0..<length { recurrent[unit * size + unit + 1] = 1 }
    let layer = RecurrentLayer<Double>(
      cell: .esn, inputSize: 1, hiddenSize: size, inputKernel: [1] + Array(repeating: 0, count: length),
      recurrentKernel: recurrent, bias: Array(repeating: 0, count: size), activation: .identity)
    return RecurrentNetwork(layers: [layer])
  }

  private func reservoir(_ units: Int, inputs: Int = 1, _ reservoir: Reservoir) -> RecurrentNetwork<Double> {
    var initialization = Initialization(.glorot)
    initialization.reservoir = reservoir
    return RecurrentNetwork(
      shape: NetworkShape(cell: .esn, inputSize: inputs, hiddenSize: units), initialization: initialization,
      stream: stream.child(1))
  }

  /// Each of the n delays is recovered exactly, whatever the sampling, and no other at all.
  @Test(arguments: [1, 7, 20]) func aDelayLineHasItsLength(length: Int) throws {
    let found = try Capacity.measure(delayLine(length), settings: settings(delays: 30), stream: stream)
    for delay in 0..<length { #expect(abs(found.memoryFunction[delay] - 1) < 1e-12) }
    for delay in length..<30 { #expect(abs(found.memoryFunction[delay]) < 0.01) }
    // The units of a delay line hold the same at other times, so that delays that are not remembered err together: of n
    // units and m such delays the variance is at most n m² / steps².
    #expect(found.standardError < 0.03)
    #expect(abs(found.total - Double(length)) < 4 * found.standardError + 1e-12)
  }

  /// Knows the present input and no other: 0 within the stated error, over several measurements.
  @Test func aMemorylessNetworkHasNone() throws {
    let settings = try settings(delays: 100)
    var (sum, squares) = (0.0, 0.0)
    for seed in 0..<10 {
      let network: RecurrentNetwork<Float> = ConstantGates.memoryless(
        cell: .lstm, hiddenSize: 8, inputSize: 1)
      let found = try Capacity.measure(network, settings: settings, stream: stream.child(UInt64(seed)))
      #expect(abs(found.total) < 4 * found.standardError, "\(found.total) ± \(found.standardError)")
      #expect(found.noiseFloor.allSatisfy { $0 > 0 && $0 < 0.01 })
      // What would be taken for memory without the floor.
      #expect(found.noiseFloor.reduce(0, +) > 3 * found.standardError)
      sum += found.total / found.standardError
      squares += found.total * found.total / (found.standardError * found.standardError)
    }
    #expect(abs(sum) / 10.0.squareRoot() < 4, "no bias")
    // The outer hundredths of chi-squared with ten degrees of freedom.
    #expect(squares > 2.5 && squares < 23.3, "\(squares)")
  }

  /// The theorem of Jaeger 2001 for linear reservoirs: with the present input as a further regressor, MC = N.
  @Test(arguments: [4, 12]) func aLinearReservoirHasItsSize(units: Int) throws {
    let network = reservoir(units, try Reservoir(spectralRadius: 0.8, activation: .identity))
    let found = try Capacity.measure(
      network, settings: settings(delays: 120, readsInput: true), stream: stream)
    #expect(abs(found.total - Double(units)) < 4 * found.standardError, "\(found.total)")
    // Without, what the units know of the present input is missing.
    let alone = try Capacity.measure(network, settings: settings(delays: 120), stream: stream)
    #expect(alone.total < found.total && alone.total > found.total - 1.01 - 4 * alone.standardError)
  }

  @Test(arguments: CellType.allCases) func isNeverAboveTheNumberOfUnits(cell: CellType) throws {
    for units in [1, 3, 10] {
      let network = RecurrentNetwork<Float>(
        shape: NetworkShape(cell: cell, inputSize: 1, hiddenSize: units),
        initialization: Initialization(.pytorch), stream: stream.child(UInt64(units)))
      let found = try Capacity.measure(network, settings: settings(delays: 40), stream: stream)
      #expect(found.total < Double(units) + 4 * found.standardError)
      #expect(found.total > -4 * found.standardError)
    }
  }

  /// The stated error is that of repeated measurements of one network: their spread around the mean.
  @Test func theStatedErrorIsTheSpread() throws {
    let network = reservoir(10, try Reservoir(inputScaling: 0.5))
    let settings = try settings(delays: 40, steps: 1_000)
    let found = try (0..<60).map {
      try Capacity.measure(network, settings: settings, stream: stream.child(7, $0))
    }
    let mean = found.reduce(0) { $0 + $1.total } / 60
    let spread = (found.reduce(0) { $0 + ($1.total - mean) * ($1.total - mean) } / 59).squareRoot()
    let stated = found.reduce(0) { $0 + $1.standardError } / 60
    #expect(spread < 1.5 * stated && spread > 0.6 * stated, "\(spread) against \(stated)")
  }

  /// A short series gives the capacity of one forty times as long, within the stated error; uncorrected values fall short
  /// of it. The sizes that people use are tried by `Tests/Studies/capacity_study.py`.
  @Test(arguments: CellType.allCases) func theLengthOfTheSeriesDoesNotMatter(cell: CellType) throws {
    let network = RecurrentNetwork<Float>(
      shape: NetworkShape(cell: cell, inputSize: 1, hiddenSize: 20),
      initialization: Initialization(.glorot), stream: stream.child(3))
    func measure(_ steps: Int, _ seed: UInt64) throws -> CapacityMeasurement {
      try Capacity.measure(
        network, settings: settings(delays: 40, steps: steps, surrogates: 1), stream: stream.child(4, seed))
    }
    let long = try measure(40_000, 100)
    let short = try (0..<20).map { try measure(1_000, $0) }
    let statistics = CapacityStatistics(short)
    let error =
      (statistics.standardError * statistics.standardError / 20 + long.standardError * long.standardError)
      .squareRoot()
    #expect(
      abs(statistics.meanCapacity - long.total) < 3 * error, "\(statistics.meanCapacity), \(long.total)")
    #expect(statistics.meanUncorrectedCapacity < long.total - 3 * error)
    let covered = short.count {
      let error = ($0.standardError * $0.standardError + long.standardError * long.standardError).squareRoot()
      return abs($0.total - long.total) < 1.96 * error
    }
    #expect(covered >= 16, "\(covered) of 20")
  }

  /// A shift register for each of two inputs: the sum over the inputs.
  @Test func severalInputsAddUp() throws {
    var recurrent = [Double](repeating: 0, count: 36)
    for (from, to) in [(0, 1), (1, 2), (3, 4), (4, 5)] { recurrent[from * 6 + to] = 1 }
    var input = [Double](repeating: 0, count: 12)
    (input[0], input[6 + 3]) = (1, 1)
    let layer = RecurrentLayer<Double>(
      cell: .esn, inputSize: 2, hiddenSize: 6, inputKernel: input, recurrentKernel: recurrent,
      bias: Array(repeating: 0, count: 6), activation: .identity)
    let found = try Capacity.measure(
      RecurrentNetwork(layers: [layer]), settings: settings(delays: 4), stream: stream)
    #expect(abs(found.memoryFunction[0] - 2) < 1e-12 && abs(found.memoryFunction[1] - 2) < 1e-12)
    #expect(abs(found.memoryFunction[2]) < 0.02)
  }

  @Test func isAPureFunction() throws {
    let network = reservoir(20, .standard)
    let settings = try settings(delays: 25)
    let found = try Capacity.measure(network, settings: settings, stream: stream)
    #expect(try Capacity.measure(network, settings: settings, stream: stream) == found)
    #expect(try Capacity.measure(network, settings: settings, stream: stream.child(1)) != found)
    for path in SIMDPath.supported {
      #expect(try Capacity.measure(network, settings: settings, stream: stream, path: path) == found)
    }
  }

  @Test func failures() throws {
    let layer = RecurrentLayer<Double>(
      cell: .esn, inputSize: 1, hiddenSize: 1, inputKernel: [1], recurrentKernel: [1e30], bias: [0],
      activation: .identity)
    let exploding = RecurrentNetwork(layers: [layer])
    let settings = try settings(delays: 3, steps: 100, washout: 0)
    #expect(throws: CapacityError.outputNotFinite(step: 12)) {
      try Capacity.measure(exploding, settings: settings, stream: stream)
    }
    #expect(throws: CapacityError.tooFewSteps(found: 100, least: 122)) {
      try Capacity.measure(reservoir(120, .standard), settings: settings, stream: stream)
    }
    #expect(throws: CapacityError.cancelled) {
      try Capacity.measure(reservoir(3, .standard), settings: settings, stream: stream) { true }
    }
  }
}
