import LinearAlgebra
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
      .correlations(training: normals(52, 1), test: normals(52, 2), delays: 2).squared
    #expect(found == [0, 0])
  }

  /// All but a block, as if the test had been without it; blocks of unequal lengths, more steps than a stretch.
  @Test func blocksAddUp() throws {
    let (training, test) = (recording(1, steps: 400), recording(11, steps: 299))
    let readouts = try DelayReadouts(training: training.states, test: test.states, ridge: 0)
    let whole = readouts.correlations(training: training.series, test: test.series, delays: 4)
    let blocks = readouts.correlations(training: training.series, test: test.series, delays: 4, blocks: 2)
    for (x, y) in zip(whole.squared, blocks.squared) { #expect(abs(x - y) < 1e-12) }
    let second = Matrix(columns: (0..<3).map { Array(test.states.column($0).dropFirst(149)) })
    let alone = try DelayReadouts(training: training.states, test: second, ridge: 0)
      .correlations(training: training.series, test: test.series, delays: 4).squared
    for (x, y) in zip(alone, blocks.squaredWithoutBlock[0]) { #expect(abs(x - y) < 1e-12) }
  }

  @Test func statesTooLargeForSquares() throws {
    let huge = Matrix(columns: [[1e300, -1e300, 1e300, 1e200]])
    #expect(throws: CapacityError.outputsTooLarge) { try StateBasis(training: huge, ridge: 0) }
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
