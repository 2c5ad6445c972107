import RecurrentNetworks
import Testing

@testable import MemoryMeasures

@Suite struct DivergenceSettingsTests {
  @Test func defaultsAreTheArticles() throws {
    let settings = try DivergenceSettings()
    #expect(settings == .standard)
    #expect(settings.totalSteps == 100_000 && settings.uniqueSteps == 1_000 && settings.horizon == 99_000)
    #expect(settings.thresholds == [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6])
    #expect(settings.dwellSteps == 9_900)
    #expect(settings.curveSteps.isEmpty)
  }

  @Test func thresholdsBelowTheRoundingOfFloat32AreFloat64s() throws {
    func thresholds(_ precision: Precision) -> [Double] {
      Divergence.standardSettings(
        for: NetworksAtHand(mostUnits: 1, areFromFiles: false, precision: precision)
      ).thresholds
    }
    #expect(thresholds(.float32) == DivergenceSettings.standard.thresholds)
    #expect(thresholds(.float64) == DivergenceSettings.standard.thresholds + [1e-8, 1e-10, 1e-12])
  }

  @Test(arguments: [(2, 1), (11, 1), (12, 2), (101, 10), (102, 11)])
  func aDwellIsATenthOfTheHorizonRoundedUp(total: Int, dwell: Int) throws {
    #expect(try DivergenceSettings(totalSteps: total, uniqueSteps: 1).dwellSteps == dwell)
  }

  @Test(
    arguments: [
      (0, 1, [], "total-steps", .whole(0)), (1, 1, [], "total-steps", .whole(1)),
      (-5, 1, [], "total-steps", .whole(-5)), (1 << 31, 1, [], "total-steps", .whole(1 << 31)),
      (10, 0, [], "unique-steps", .whole(0)), (10, -1, [], "unique-steps", .whole(-1)),
      (10, 10, [], "unique-steps", .whole(10)), (10, 11, [], "unique-steps", .whole(11)),
      (10, 5, [-1], "thresholds", .numbers([-1])), (10, 5, [0], "thresholds", .numbers([0])),
      (10, 5, [0.1, .infinity], "thresholds", .numbers([0.1, .infinity])),
      (10, 5, [0.1, 0.01, 0.1], "thresholds", .numbers([0.1, 0.01, 0.1])),
      (10, 5, [.nan], "thresholds", .numbers([.nan])),
    ] as [(Int, Int, [Double], String, SettingValue)])
  func outOfRange(total: Int, unique: Int, thresholds: [Double], key: String, found: SettingValue) {
    expectRefusal(of: key, found) {
      try DivergenceSettings(totalSteps: total, uniqueSteps: unique, thresholds: thresholds)
    }
  }

  @Test func thereMayBeNoThreshold() throws {
    let settings = try DivergenceSettings(totalSteps: 2, uniqueSteps: 1, thresholds: [])
    #expect(settings.horizon == 1)
    #expect(Divergence.columns(settings).allSatisfy { $0.axes.isEmpty })
    #expect(Divergence.compared(settings).isEmpty)
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
