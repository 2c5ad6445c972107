import Testing

@testable import MemoryMeasures

@Suite struct RecallSettingsTests {
  @Test(arguments: [
    (1, [1]), (2, [1, 2]), (3, [1, 2, 3]), (10, [1, 2, 5, 10]), (70, [1, 2, 5, 10, 20, 50, 70]),
    (
      100_000,
      [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000]
    ),
  ])
  func stepsAreLogSpacedAndEndWithTheLast(total: Int, steps: [Int]) throws {
    #expect(try RecallSettings(totalSteps: total).steps == steps)
  }

  @Test func refusesWhatCannotBe() {
    func expect(_ error: RecallSettingsError, _ body: () throws -> RecallSettings) {
      #expect(throws: error) { try body() }
    }
    expect(.totalSteps(0)) { try RecallSettings(totalSteps: 0) }
    expect(.totalSteps(1_000_000_001)) { try RecallSettings(totalSteps: 1_000_000_001) }
    expect(.sequences(0)) { try RecallSettings(sequences: 0) }
    expect(.trainingSequences(-1)) { try RecallSettings(trainingSequences: -1) }
    expect(.noMagnitude) { try RecallSettings(magnitudes: []) }
    expect(.magnitude(-1)) { try RecallSettings(magnitudes: [1, -1]) }
    expect(.magnitude(.infinity)) { try RecallSettings(magnitudes: [.infinity]) }
    expect(.repeatedMagnitude(2)) { try RecallSettings(magnitudes: [2, 1, 2]) }
  }
}
