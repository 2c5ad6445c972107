import Testing

@testable import MemoryMeasures

@Suite struct CapacitySettingsTests {
  @Test func refusesNonsense() {
    expect(.inputScale(0)) { try CapacitySettings(inputScale: 0) }
    expect(.inputScale(.infinity)) { try CapacitySettings(inputScale: .infinity) }
    expect(.washoutSteps(-1)) { try CapacitySettings(washoutSteps: -1) }
    expect(.trainingSteps(99)) { try CapacitySettings(trainingSteps: 99) }
    expect(.testSteps(0)) { try CapacitySettings(testSteps: 0) }
    expect(.maximumDelay(0)) { try CapacitySettings(maximumDelay: 0) }
    expect(.ridge(-1)) { try CapacitySettings(ridge: -1) }
    expect(.surrogates(0)) { try CapacitySettings(surrogates: 0) }
    #expect(throws: CapacitySettingsError.self) { try CapacitySettings(inputScale: .nan) }
    #expect(throws: CapacitySettingsError.self) { try CapacitySettings(ridge: .nan) }
  }

  private func expect(_ error: CapacitySettingsError, _ body: () throws -> CapacitySettings) {
    #expect(throws: error) { try body() }
  }

  /// The longest delay's inputs are there at the first step that is used.
  @Test func theLeadHoldsTheLongestDelay() throws {
    #expect(try CapacitySettings(washoutSteps: 10, maximumDelay: 30).leadSteps == 30)
    #expect(try CapacitySettings(washoutSteps: 50, maximumDelay: 30).leadSteps == 50)
  }
}
