import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

@Suite struct LeastSquaresTests {
  private let rows: [[Double]] = (0..<30).map { row in
    let stream = { (column: UInt64) in Double(RandomStream(seed: column).normal(UInt64(row))) }
    return [stream(1), stream(2), stream(3)]
  }

  @Test func findsAnExactReadout() {
    let answers = rows.map { 2 * $0[0] - 3 * $0[1] + 0.5 * $0[2] + 7 }
    let readout = LeastSquares.readout(outputs: rows, answers: answers)
    for (weight, expected) in zip(readout.weights, [2, -3, 0.5]) { #expect(abs(weight - expected) < 1e-12) }
    #expect(abs(readout.offset - 7) < 1e-12)
  }

  /// Worked by hand: (1, 1), (2, 2), (3, 2) have the regression line 2/3 + x/2.
  @Test func leavesTheLeastSquares() {
    let readout = LeastSquares.readout(outputs: [[1], [2], [3]], answers: [1, 2, 2])
    #expect(abs(readout.weights[0] - 0.5) < 1e-15 && abs(readout.offset - 2 / 3.0) < 1e-15)
  }

  /// Columns that differ in size by 1e15, as a latch's do.
  @Test func scalesColumns() {
    let answers = rows.map { 4 * $0[0] + $0[1] }
    let readout = LeastSquares.readout(
      outputs: rows.map { [$0[0] * 0x1p-48, $0[1] * 1e30, $0[2]] }, answers: answers)
    #expect(abs(readout.weights[0] / 0x1p50 - 1) < 1e-12)
    #expect(abs(readout.weights[1] / 1e-30 - 1) < 1e-12)
    #expect(abs(readout.weights[2]) < 1e-12)
  }

  /// A unit that is constant, never used, or the sum of others, gets no weight, and the rest is as good as without.
  @Test func leavesOutDependentColumns() {
    let answers = rows.map { $0[0] + 2 * $0[1] }
    let outputs = rows.map { [0.7615942, 0, $0[0], $0[1], $0[0] + $0[1], 2 * $0[0]] }
    let readout = LeastSquares.readout(outputs: outputs, answers: answers)
    #expect(readout.weights[0] == 0 && readout.weights[1] == 0)
    #expect(readout.weights.filter { $0 != 0 }.count == 2)
    for (output, answer) in zip(outputs, answers) { #expect(abs(readout.answer(output) - answer) < 1e-12) }
  }

  @Test func withoutAnyInformationItIsTheMean() {
    let readout = LeastSquares.readout(outputs: [[0.5], [0.5], [0.5]], answers: [1, 2, 6])
    #expect(readout == LinearReadout(weights: [0], offset: 3))
  }

  /// More units than sequences: exact on these, whatever it means on others.
  @Test func moreUnitsThanSequences() {
    let answers = [1.0, -2]
    let readout = LeastSquares.readout(outputs: Array(rows.prefix(2)), answers: answers)
    for (output, answer) in zip(rows, answers) { #expect(abs(readout.answer(output) - answer) < 1e-12) }
  }
}
