import Foundation
import Testing

@testable import MemoryMeasures

@Suite struct MemorizationSettingsTests {
  @Test func defaultsAreThoseOfTheSource() throws {
    let settings = try MemorizationSettings()
    #expect(settings == .standard)
    #expect(settings.lengths == 10...15 && settings.lengthDraw == .minibatch)
    #expect(settings.epochs == 5_000 && settings.updates == 5_000)
    #expect(settings.batchSize == 32 && settings.learningRate == 0.05 && settings.truncation == nil)
  }

  @Test func refusesWhatCannotBe() {
    func expect(_ error: MemorizationSettingsError, _ body: () throws -> MemorizationSettings) {
      #expect(throws: error) { try body() }
    }
    expect(.lengths(first: 0, last: 5)) { try MemorizationSettings(lengths: 0...5) }
    expect(.lengths(first: 1, last: 100_001)) { try MemorizationSettings(lengths: 1...100_001) }
    expect(.epochs(0)) { try MemorizationSettings(epochs: 0) }
    expect(.epochs(1_000_000_001)) { try MemorizationSettings(epochs: 1_000_000_001) }
    expect(.updatesPerEpoch(0)) { try MemorizationSettings(updatesPerEpoch: 0) }
    expect(.updatesPerEpoch(.max)) { try MemorizationSettings(updatesPerEpoch: .max) }
    expect(.batchSize(0)) { try MemorizationSettings(batchSize: 0) }
    expect(.learningRate(0)) { try MemorizationSettings(learningRate: 0) }
    expect(.learningRate(-0.05)) { try MemorizationSettings(learningRate: -0.05) }
    expect(.learningRate(.infinity)) { try MemorizationSettings(learningRate: .infinity) }
    expect(.learningRate(1e-60)) { try MemorizationSettings(learningRate: 1e-60) }
    expect(.truncation(0)) { try MemorizationSettings(truncation: 0) }
    expect(.evaluationSequences(0)) { try MemorizationSettings(evaluationSequences: 0) }
    expect(.curveEpoch(0, epochs: 5_000)) { try MemorizationSettings(curveEpochs: [0, 1]) }
    expect(.curveEpoch(3, epochs: 5_000)) { try MemorizationSettings(curveEpochs: [3, 3]) }
    expect(.curveEpoch(11, epochs: 10)) { try MemorizationSettings(epochs: 10, curveEpochs: [5, 11]) }
    #expect(throws: MemorizationSettingsError.self) { try MemorizationSettings(learningRate: .nan) }
  }

  @Test(arguments: [(15, 10), (0, 10), (10, 100_001), (-3, -1)])
  func lengthsTheWrongWayRoundAreRefused(first: Int, last: Int) {
    #expect(throws: MemorizationSettingsError.lengths(first: first, last: last)) {
      try MemorizationSettings.lengths(from: first, to: last)
    }
  }

  @Test func surviveJSON() throws {
    let settings = try MemorizationSettings(
      lengths: 3...4, lengthDraw: .sequence, epochs: 100, truncation: 2, curveEpochs: [1, 10, 100])
    let data = try JSONEncoder().encode(settings)
    #expect(try JSONDecoder().decode(MemorizationSettings.self, from: data) == settings)
  }

  @Test(arguments: [
    (5, 5_000, [1_000, 2_000, 3_000, 4_000, 5_000]), (3, 10, [3, 6, 10]), (10, 3, [1, 2, 3]), (1, 7, [7]),
  ])
  func evenlySpacedEpochsEndWithTheLast(count: Int, epochs: Int, expected: [Int]) throws {
    let samples = MemorizationSettings.evenlySpaced(count, of: epochs)
    #expect(samples == expected)
    #expect(try MemorizationSettings(epochs: epochs, curveEpochs: samples).curveEpochs == expected)
  }
}
