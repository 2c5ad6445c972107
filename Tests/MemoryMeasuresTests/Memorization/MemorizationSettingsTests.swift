import Foundation
import Testing

@testable import MemoryMeasures

@Suite struct MemorizationSettingsTests {
  /// Those of the source, where it has any, and else those at which training is stable.
  @Test func defaults() throws {
    let settings = try MemorizationSettings()
    #expect(settings == .standard)
    #expect(settings.positions == Array(1...20))
    #expect(settings.lengths == 10...15 && settings.lengthDraw == .minibatch)
    #expect(settings.epochs == 5_000 && settings.updates == 5_000)
    #expect(settings.batchSize == 32 && settings.learningRate == 0.02 && settings.truncation == nil)
    #expect(settings.learnedBelow == 0.1 && settings.curveEpochs.isEmpty)
  }

  @Test func refusesWhatCannotBe() {
    expectRefusal(of: "positions", .wholes([])) { try MemorizationSettings(positions: []) }
    expectRefusal(of: "positions", .wholes([2, 0])) { try MemorizationSettings(positions: [2, 0]) }
    expectRefusal(of: "positions", .wholes([2, 2])) { try MemorizationSettings(positions: [2, 2]) }
    expectRefusal(of: "length", .span(first: 0, last: 5)) { try MemorizationSettings(lengths: 0...5) }
    expectRefusal(of: "length", .span(first: 1, last: 100_001)) {
      try MemorizationSettings(lengths: 1...100_001)
    }
    expectRefusal(of: "epochs", .whole(0)) { try MemorizationSettings(epochs: 0) }
    expectRefusal(of: "epochs", .whole(1_000_000_001)) { try MemorizationSettings(epochs: 1_000_000_001) }
    expectRefusal(of: "updates-per-epoch", .whole(0)) { try MemorizationSettings(updatesPerEpoch: 0) }
    expectRefusal(of: "updates-per-epoch", .whole(.max)) { try MemorizationSettings(updatesPerEpoch: .max) }
    expectRefusal(of: "updates-per-epoch", .whole(200_000_001)) {
      try MemorizationSettings(epochs: 5_000, updatesPerEpoch: 200_000_001)
    }
    expectRefusal(of: "batch-size", .whole(0)) { try MemorizationSettings(batchSize: 0) }
    for rate in [0, -0.05, .infinity, 1e-60, .nan] {
      expectRefusal(of: "learning-rate", .number(rate)) { try MemorizationSettings(learningRate: rate) }
    }
    expectRefusal(of: "truncate", .whole(0)) { try MemorizationSettings(truncation: 0) }
    expectRefusal(of: "evaluation-sequences", .whole(0)) { try MemorizationSettings(evaluationSequences: 0) }
    for loss in [0, -1, .infinity, .nan] {
      expectRefusal(of: "learned-below", .number(loss)) { try MemorizationSettings(learnedBelow: loss) }
    }
  }

  @Test(arguments: [(15, 10), (0, 10), (10, 100_001), (-3, -1)])
  func lengthsTheWrongWayRoundAreRefused(first: Int, last: Int) throws {
    let length = MemorizationSettings.setting("length")
    var settings = MemorizationSettings.standard
    #expect(throws: length.error(.span(first: first, last: last))) {
      try length.set(.span(first: first, last: last), of: &settings)
    }
    #expect(settings == .standard)
    try length.set(.span(first: 10, last: 10), of: &settings)
    #expect(settings.lengths == 10...10)
  }

  @Test func surviveJSON() throws {
    let settings = try MemorizationSettings(
      lengths: 3...4, lengthDraw: .sequence, epochs: 100, truncation: 2, recordsCurve: true)
    let data = try JSONEncoder().encode(settings)
    #expect(try JSONDecoder().decode(MemorizationSettings.self, from: data) == settings)
  }

  @Test(arguments: [
    (5, 5_000, [1_000, 2_000, 3_000, 4_000, 5_000]), (3, 10, [3, 6, 10]), (10, 3, [1, 2, 3]), (1, 7, [7]),
  ])
  func evenlySpacedEpochsEndWithTheLast(count: Int, epochs: Int, expected: [Int]) throws {
    #expect(MemorizationSettings.evenlySpaced(count, of: epochs) == expected)
    let samples = try MemorizationSettings(epochs: epochs, recordsCurve: true).curveEpochs
    #expect(samples.count == min(epochs, 100) && samples.last == epochs)
    #expect(samples == Array(Set(samples)).sorted() && samples.allSatisfy((1...epochs).contains))
  }
}
