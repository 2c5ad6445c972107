import LinearAlgebra
import TestSupport
import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

@Suite struct DelayReadoutsTests {
  private func normals(_ count: Int, _ name: UInt64) -> [Double] {
    (0..<UInt64(count)).map { Double(RandomStream(seed: 8).child(name).normal($0)) }
  }

  /// States that blend delayed inputs and noise, and the series they came from.
  private func recording(_ name: UInt64, steps: Int) -> (states: Matrix, series: [Double]) {
    let lead = 5
    let series = normals(steps + lead, name)
    let noise = normals(steps, name + 1)
    let columns = [(1, 0.5), (2, 1.5), (3, 0.25)].map { delay, share in
      (0..<steps).map { series[lead + $0 - delay] + share * noise[$0] + 3 }
    }
    return (Matrix(columns: columns), series)
  }

  /// Against readouts by the normal equations, worked out by elimination, and correlations written out.
  @Test(arguments: [0, 0.1]) func agreesWithReadoutsWrittenOut(ridge: Double) throws {
    let (training, test) = (recording(1, steps: 400), recording(11, steps: 300))
    let found = try DelayReadouts(training: training.states, test: test.states, ridge: ridge)
      .correlations(training: training.series, test: test.series, delays: 4).squared
    for delay in 1...4 {
      let answers = (0..<400).map { training.series[5 + $0 - delay] }
      let weights = Self.ridgeWeights(training.states, answers, ridge)
      let answered = (0..<300).map { row in
        (0..<3).reduce(0) { $0 + weights[$1] * test.states[row, $1] }
      }
      let targets = (0..<300).map { test.series[5 + $0 - delay] }
      #expect(abs(found[delay - 1] - Self.squaredCorrelation(answered, targets)) < 1e-10)
    }
  }

  /// On the steps that a readout is fitted to, it takes off the mean squared error what its recovery says, exactly.
  @Test(arguments: [0, 0.1, 10]) func recoveriesAreWhatReadoutsTakeOffTheError(ridge: Double) throws {
    let (states, series) = recording(1, steps: 400)
    let readouts = try DelayReadouts(training: states, test: states, ridge: ridge)
    let found = readouts.correlations(training: series, test: series, delays: 4, blocks: 3, answer: .recovery)
    for delay in 1...4 {
      let targets = (0..<400).map { series[5 + $0 - delay] }
      let weights = Self.ridgeWeights(states, targets, ridge)
      let errors = (0..<400).map { row in
        targets[row] - (0..<3).reduce(0) { $0 + weights[$1] * states[row, $1] }
      }
      let left = Self.variance(errors) / Self.variance(targets)
      #expect(abs(found.recovered[delay - 1] - (1 - left)) < 1e-10)
    }
    // The mean over all steps of an influence at the estimate itself is 0, where all is counted: with least squares.
    if ridge == 0 {
      let influences = found.influences(shares: found.recovered, weight: 1)
      #expect(influences.count == 3 && abs(influences.reduce(0, +)) < 1e-10)
      #expect(influences.contains { abs($0) > 1e-4 })
    }
  }

  /// Units that are constant, or the sum of others, change nothing.
  @Test func dependentUnitsChangeNothing() throws {
    let (training, test) = (recording(1, steps: 400), recording(11, steps: 300))
    func widened(_ states: Matrix) -> Matrix {
      let columns = (0..<3).map { Array(states.column($0)) }
      let sum = zip(columns[0], columns[1]).map { $0 - 2 * $1 }
      return Matrix(columns: columns + [sum, Array(repeating: 0.3, count: states.rows)])
    }
    let plain = try DelayReadouts(training: training.states, test: test.states, ridge: 0)
      .correlations(training: training.series, test: test.series, delays: 4).squared
    let wide = try DelayReadouts(training: widened(training.states), test: widened(test.states), ridge: 0)
      .correlations(training: training.series, test: test.series, delays: 4).squared
    for (x, y) in zip(plain, wide) { #expect(abs(x - y) < 1e-10) }
  }

  @Test func deadUnitsHaveNoCorrelation() throws {
    let dead = Matrix(rows: 50, columns: 2)
    let found = try DelayReadouts(training: dead, test: dead, ridge: 0)
      .correlations(training: normals(52, 1), test: normals(52, 2), delays: 2)
    #expect(found.squared == [0, 0] && found.recovered == [0, 0])
    #expect(found.influences(shares: [0, 0], weight: 0.5) == [0])
  }

  /// Blocks of unequal lengths, more steps than a stretch: together the whole.
  @Test func blocksAddUp() throws {
    let (training, test) = (recording(1, steps: 400), recording(11, steps: 299))
    let readouts = try DelayReadouts(training: training.states, test: test.states, ridge: 0)
    func found(_ blocks: Int) -> DelayCorrelations {
      readouts.correlations(training: training.series, test: test.series, delays: 4, blocks: blocks)
    }
    let (whole, blocks) = (found(1), found(2))
    #expect(whole.steps == 299 && blocks.steps == 299)
    for (x, y) in zip(whole.squared + whole.recovered, blocks.squared + blocks.recovered) {
      #expect(abs(x - y) < 1e-12)
    }
    let shares = [0.5, 0.1, 0.9, 0]
    let parts = blocks.influences(shares: shares, weight: 0.3)
    #expect(abs(parts[0] + parts[1] - whole.influences(shares: shares, weight: 0.3)[0]) < 1e-12)
  }

  /// Of one stretch and of several, of columns that fill the transforms and that do not.
  @Test(arguments: [(700, 256), (700, 700), (5_000, 300), (40, 256)], [1, 8, 9, 17])
  func fourierProductsAreTheDirectOnes(sizes: (steps: Int, delays: Int), columns: Int) {
    let (steps, delays) = sizes
    let states = Matrix(columns: (0..<columns).map { normals(steps, UInt64(30 + $0)) })
    let series = normals(steps + delays + 3, 29)
    let direct = DelayedProducts.direct(states, with: series, delays: delays)
    let found = DelayedProducts.byFourier(states, with: series, delays: delays)
    #expect(found.rows == columns && found.columns == delays)
    // Relative to what sums of these lengths can be.
    let scale = Double(steps)
    let worst = zip(found.elements, direct.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(worst < 1e-13 * scale, "\(worst)")
    #expect(direct.elements.contains { abs($0) > 0.1 * scale.squareRoot() })
    #expect(DelayedProducts.of(states, with: series, delays: delays) == found)
  }

  /// Sums over all test steps from those of the states: what answers give step by step.
  @Test(arguments: [0, 0.1], [DelayReadouts.Answer.readout, .recovery])
  func sumsOfManyDelaysAreThoseOfTheirAnswers(ridge: Double, answer: DelayReadouts.Answer) throws {
    let delays = 300
    func recording(_ name: UInt64, steps: Int) -> (states: Matrix, series: [Double]) {
      let (series, noise) = (normals(steps + delays, name), normals(steps, name + 1))
      let columns = [(1, 0.5), (40, 1.5), (299, 0.25)].map { delay, share in
        (0..<steps).map { series[delays + $0 - delay] + share * noise[$0] + 3 }
      }
      return (Matrix(columns: columns), series)
    }
    let (training, test) = (recording(1, steps: 900), recording(11, steps: 800))
    func found(_ most: Int) throws -> DelayCorrelations {
      try DelayReadouts(training: training.states, test: test.states, ridge: ridge, delays: most)
        .correlations(training: training.series, test: test.series, delays: delays, answer: answer)
    }
    let (summed, plain) = (try found(delays), try found(0))
    #expect(summed.steps == 800 && plain.squared[39] > 0.1)
    for (x, y) in zip(summed.squared + summed.recovered, plain.squared + plain.recovered) {
      #expect(abs(x - y) < 1e-12)
    }
  }

  @Test func statesTooLargeForSquares() throws {
    let huge = Matrix(columns: [[1e300, -1e300, 1e300, 1e200]])
    #expect(throws: CapacityError.outputsTooLarge) { try StateBasis(training: huge, ridge: 0) }
  }

  private static func variance(_ x: [Double]) -> Double {
    let mean = x.reduce(0, +) / Double(x.count)
    return x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
  }

  private static func squaredCorrelation(_ x: [Double], _ y: [Double]) -> Double {
    let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for (x, y) in zip(x, y) {
      xx += (x - meanX) * (x - meanX)
      xy += (x - meanX) * (y - meanY)
      yy += (y - meanY) * (y - meanY)
    }
    return xy * xy / (xx * yy)
  }

  /// (Z'Z/T + λ) w = Z'y/T with units of mean 0 and variance 1, by Gaussian elimination; weights of plain units.
  private static func ridgeWeights(_ states: Matrix, _ answers: [Double], _ ridge: Double) -> [Double] {
    let rows = Double(states.rows)
    let units = (0..<states.columns).map { unit in
      let column = Array(states.column(unit))
      let mean = column.reduce(0, +) / rows
      let spread = (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / rows).squareRoot()
      return (values: column.map { ($0 - mean) / spread }, spread: spread)
    }
    var system = units.map { a in
      units.map { b in zip(a.values, b.values).reduce(0) { $0 + $1.0 * $1.1 } / rows }
        + [zip(a.values, answers).reduce(0) { $0 + $1.0 * $1.1 } / rows]
    }
    for pivot in system.indices { system[pivot][pivot] += ridge }
    for pivot in system.indices {
      for row in system.indices where row != pivot {
        let factor = system[row][pivot] / system[pivot][pivot]
        for column in system[row].indices { system[row][column] -= factor * system[pivot][column] }
      }
    }
    return system.indices.map { (system[$0].last ?? 0) / system[$0][$0] / units[$0].spread }
  }
}

@Suite struct DelayedProductsTests {
  /// Against the sums written out; more steps than are laid out at a time.
  @Test func agreesWithTheSumsWrittenOut() {
    let stream = RandomStream(seed: 2)
    let (steps, lead, delays) = (600, 9, 7)
    let columns = (0..<3).map { c in (0..<UInt64(steps)).map { Double(stream.child(c).normal($0)) } }
    let series = (0..<UInt64(steps + lead)).map { Double(stream.child(9).normal($0)) }
    let found = DelayedProducts.of(Matrix(columns: columns), with: series, delays: delays)
    for delay in 1...delays {
      let target = (0..<steps).map { series[lead + $0 - delay] }
      for column in 0..<3 {
        let sum = zip(columns[column], target).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(found[column, delay - 1] - sum) < 1e-11)
      }
    }
  }
}

/// The memory capacity that ReservoirPy finds of the same reservoirs and inputs: see `make_memory_capacity.py`.
@Suite struct ReservoirPyTests {
  struct Fixture: Decodable {
    var test_steps: Int
    var cases: [Case]
  }

  struct Case: Decodable {
    var name: String
    var leak_rate: Double
    var recurrent: [[Double]]
    var inputs: [Double]
    var series: [Double]
    var capacities: [Double]

    var network: RecurrentNetwork<Double> {
      let size = inputs.count
      let layer = RecurrentLayer<Double>(
        cell: .esn, inputSize: 1, hiddenSize: size, inputKernel: inputs,
        recurrentKernel: (0..<size).flatMap { source in recurrent.map { $0[source] } },
        bias: Array(repeating: 0, count: size), leakRate: leak_rate)
      return RecurrentNetwork(layers: [layer])
    }
  }

  /// To 1e-8: the systems are the same, and solved in other ways.
  @Test func agreesWithReservoirPy() throws {
    let fixture: Fixture = try Repository.decode(
      from: "Tests/MemoryMeasuresTests/Fixtures/memory_capacity.json")
    #expect(fixture.cases.count == 3)
    for example in fixture.cases {
      let delays = example.capacities.count
      let outputs = Trajectory(of: example.network, inputs: Array(example.series.dropFirst(delays)))
      let steps = outputs.steps
      func states(_ range: Range<Int>) -> Matrix {
        Matrix(
          columns: (0..<outputs.outputSize).map { unit in
            range.map { outputs.outputs[$0 * outputs.outputSize + unit] }
          })
      }
      let end = steps - fixture.test_steps
      let found = try DelayReadouts(
        training: states(delays..<end), test: states(end..<steps), ridge: 0
      ).correlations(
        training: Array(example.series.prefix(delays + end)), test: example.series, delays: delays
      ).squared
      for (ours, theirs) in zip(found, example.capacities) {
        #expect(abs(ours - theirs) < 1e-8, "\(example.name)")
      }
    }
  }
}
