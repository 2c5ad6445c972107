import Foundation
import RecurrentNetworks
import Testing

@testable import MemoryMeasures

@Suite struct LyapunovMeasurementTests {
  private func measurement(_ exponents: [Double], of size: Int, error: Double = 0.01) -> LyapunovMeasurement {
    LyapunovMeasurement(
      exponents: exponents, standardErrors: exponents.map { $0.isFinite ? error : .nan }, stateSize: size)
  }

  /// Worked by hand.
  @Test func dimensionAndEntropy() {
    let chaotic = measurement([0.5, 0.25, -0.5, -1, -2], of: 5)
    #expect(chaotic.kaplanYorkeDimension == 3.25 && chaotic.entropyBound == 0.75)
    #expect(chaotic.timeConstant.isNaN && chaotic.verdict == .expanding)
    let contracting = measurement([-0.25, -0.5, -.infinity], of: 3)
    #expect(contracting.kaplanYorkeDimension == 0 && contracting.entropyBound == 0)
    #expect(contracting.timeConstant == 4 && contracting.verdict == .contracting)
    #expect(contracting.minusInfiniteCount == 1)
    #expect(measurement([0.5, -0.25], of: 2).kaplanYorkeDimension == 2)
    #expect(measurement([0.5, -.infinity], of: 2).kaplanYorkeDimension == 1)
  }

  /// Where exponents are missing that decide it, nothing is said.
  @Test func leadingExponentsDoNotTellAll() {
    let some = measurement([0.5, 0.25], of: 9)
    #expect(some.kaplanYorkeDimension.isNaN && some.entropyBound.isNaN)
    #expect(some.slowExponents(than: 10).isNaN)
    let more = measurement([0.5, 0.25, -0.05, -1], of: 9)
    #expect(more.kaplanYorkeDimension.isNaN == false && more.entropyBound == 0.75)
    #expect(more.slowExponents(than: 10) == 3 && more.slowExponents(than: 100) == 2)
    let all = measurement([-0.01, -0.02, .nan], of: 2)
    #expect(all.slowExponents(than: 10) == 2 && all.isComplete && all.found == [-0.01, -0.02])
  }

  @Test func verdicts() {
    #expect(measurement([-0.02], of: 1).verdict == .open)
    #expect(measurement([0.02], of: 1).verdict == .open)
    #expect(measurement([0.04], of: 1).verdict == .expanding)
    #expect(measurement([-0.04], of: 1).verdict == .contracting)
    let lost = measurement([-.infinity], of: 1)
    #expect(lost.verdict == .contracting && lost.timeConstant == 0)
    let kept = measurement([0], of: 1, error: 0)
    #expect(kept.verdict == .open && kept.timeConstant == .infinity)
  }

  @Test func whatRunsCanHaveFound() throws {
    let settings = try LyapunovSettings(exponents: 3)
    func accepts(_ exponents: [Double], _ errors: [Double], _ size: Int) -> Bool {
      Lyapunov.accepts(
        LyapunovMeasurement(exponents: exponents, standardErrors: errors, stateSize: size), settings: settings
      )
    }
    #expect(accepts([1, -1, -.infinity], [0.1, 0, .nan], 3) && accepts([1, 0, -1], [0.1, 0, 2], 7))
    #expect(accepts([-1, .nan, .nan], [0.1, .nan, .nan], 1))
    #expect(!accepts([1, 2, -1], [0, 0, 0], 3), "not falling")
    #expect(!accepts([1, 0, .nan], [0, 0, .nan], 3), "one is missing")
    #expect(!accepts([1, 0, -1], [0, 0, 0], 2), "one too many")
    #expect(!accepts([1, 0, -1], [0, .nan, 0], 3) && !accepts([1, 0, -.infinity], [0, 0, 0], 3))
    #expect(!accepts([.infinity, 0, -1], [.nan, 0, 0], 3) && !accepts([1, 0], [0, 0], 3))
  }

  @Test func statistics() {
    let found = [measurement([-0.5], of: 1, error: 0.3), measurement([-0.7], of: 1, error: 0.4)]
    let statistics = LyapunovStatistics(found)
    #expect(statistics.count == 2 && abs(statistics.meanLargest + 0.6) < 1e-15)
    #expect(abs(statistics.stdLargest - 0.02.squareRoot()) < 1e-15)
    #expect(abs(statistics.largestError - 0.125.squareRoot()) < 1e-15)
    #expect(LyapunovStatistics([]).meanLargest.isNaN)
  }

  @Test func refusesNonsense() {
    expectRefusal(of: "exponents", .whole(0)) { try LyapunovSettings(exponents: 0) }
    expectRefusal(of: "input-scale", .number(.nan)) { try LyapunovSettings(inputScale: .nan) }
    expectRefusal(of: "washout", .whole(-1)) { try LyapunovSettings(washoutSteps: -1) }
    expectRefusal(of: "alignment", .whole(-1)) { try LyapunovSettings(alignmentSteps: -1) }
    expectRefusal(of: "steps", .whole(1)) { try LyapunovSettings(steps: 1) }
    expectRefusal(of: "blocks", .whole(1)) { try LyapunovSettings(blocks: 1) }
    expectRefusal(of: "blocks", .whole(20)) { try LyapunovSettings(steps: 19) }
    expectRefusal(of: "time-scales", .numbers([10, 0])) { try LyapunovSettings(timeScales: [10, 0]) }
  }

  /// As many exponents as the largest network's state has numbers, up to a limit.
  @Test(arguments: [(1, 1), (128, 128), (4_000, 256)]) func exponentsOfTheLargestNetwork(
    state: Int, count: Int
  ) {
    let networks = NetworksAtHand(mostUnits: 1, largestState: state, areFromFiles: false)
    #expect(Lyapunov.standardSettings(for: networks).exponents == count)
  }

  @Test func sizesOfStates() {
    let outline = NetworkOutline(layers: [
      LayerShape(cell: .lstm, inputSize: 1, hiddenSize: 3),
      LayerShape(cell: .gru, inputSize: 3, hiddenSize: 4),
    ])
    #expect(outline.stateSize == 10)
    let grid = NetworkGrid(cells: [.gru, .rnn], layers: [1, 3], hiddenSizes: [4, 2])
    #expect(grid.largestState == 12)
    #expect(NetworkGrid(cells: [.gru, .lstm], layers: [2], hiddenSizes: [5]).largestState == 20)
    let most = NetworkGrid.largestSize
    #expect(NetworkGrid(cells: [.lstm], layers: [most], hiddenSizes: [most]).largestState == most)
  }
}
