import Testing

@testable import MemoryMeasures

@Suite struct DivergenceSettingsTests {
  @Test func defaultsAreTheArticles() throws {
    let settings = try DivergenceSettings()
    #expect(settings.totalSteps == 100_000 && settings.uniqueSteps == 1_000 && settings.horizon == 99_000)
    #expect(settings.thresholds == [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7])
    #expect(settings.curveSteps.isEmpty)
  }

  @Test(arguments: [
    (0, 1, [], DivergenceSettingsError.totalSteps(0)), (1, 1, [], .totalSteps(1)),
    (-5, 1, [], .totalSteps(-5)), (1 << 31, 1, [], .totalSteps(1 << 31)),
    (10, 0, [], .uniqueSteps(0, totalSteps: 10)), (10, -1, [], .uniqueSteps(-1, totalSteps: 10)),
    (10, 10, [], .uniqueSteps(10, totalSteps: 10)), (10, 11, [], .uniqueSteps(11, totalSteps: 10)),
    (10, 5, [-1], .threshold(-1)), (10, 5, [0], .threshold(0)),
    (10, 5, [0.1, .infinity], .threshold(.infinity)),
    (10, 5, [0.1, 0.01, 0.1], .repeatedThreshold(0.1)),
  ])
  func outOfRange(total: Int, unique: Int, thresholds: [Double], error: DivergenceSettingsError) {
    #expect(throws: error) {
      try DivergenceSettings(totalSteps: total, uniqueSteps: unique, thresholds: thresholds)
    }
  }

  @Test func notANumberIsNoThreshold() {
    #expect(throws: DivergenceSettingsError.self) { try DivergenceSettings(thresholds: [.nan]) }
  }

  @Test func curveStepsAreLogSpacedAndEndAtTheHorizon() throws {
    let settings = try DivergenceSettings(totalSteps: 1_100, uniqueSteps: 100, recordsCurve: true)
    let steps = settings.curveSteps
    #expect(Array(steps.prefix(12)) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    #expect(steps.last == 1_000)
    #expect(steps == Array(Set(steps)).sorted())
    #expect(steps.contains(512) && steps.contains(558) && !steps.contains(560))
  }
}
