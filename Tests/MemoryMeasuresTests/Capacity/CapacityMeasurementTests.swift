import Testing

@testable import MemoryMeasures

@Suite struct CapacityMeasurementTests {
  private let repeats = [
    CapacityMeasurement(
      memoryFunction: [1, 0.5, 0.25], uncorrectedFunction: [1, 0.25, 0], noiseFloor: [0.1, 0.2, 0.3],
      standardError: 3),
    CapacityMeasurement(
      memoryFunction: [1, 0.75, 0], uncorrectedFunction: [0.5, 0.5, -0.25], noiseFloor: [0.3, 0.2, 0.1],
      standardError: 4),
  ]

  @Test func meansAndDeviations() {
    let statistics = CapacityStatistics(repeats)
    #expect(statistics.count == 2 && statistics.meanCapacity == 1.75 && statistics.stdCapacity == 0)
    #expect(statistics.standardError == 12.5.squareRoot())
    #expect(statistics.meanUncorrectedCapacity == 1)
    #expect(statistics.memoryFunction == [1, 0.625, 0.125])
    #expect(statistics.noiseFloor == [0.2, 0.2, 0.2])
    #expect(statistics.halfDelay == 2)
    #expect(CapacityStatistics([repeats[0]]).stdCapacity.isNaN)
  }

  @Test func nothingMeasured() {
    let statistics = CapacityStatistics([])
    #expect(statistics.count == 0 && statistics.meanCapacity.isNaN && statistics.standardError.isNaN)
    #expect(statistics.memoryFunction.isEmpty && statistics.halfDelay == 0)
  }

  @Test func valuesThatNoRunCanHave() throws {
    let settings = try CapacitySettings(maximumDelay: 3)
    #expect(Capacity.accepts(repeats[0], settings: settings))
    #expect(try !Capacity.accepts(repeats[0], settings: CapacitySettings(maximumDelay: 4)))
    var value = repeats[0]
    value.noiseFloor[1] = .nan
    #expect(!Capacity.accepts(value, settings: settings))
  }

  /// What files from before the correction hold is whole, and shown; a part of the correction is no value.
  @Test func withoutTheCorrection() throws {
    let settings = try CapacitySettings(maximumDelay: 3)
    var value = Capacity.blank(settings)
    #expect(!Capacity.accepts(value, settings: settings))
    value.uncorrectedFunction = [0.5, 0.25, 0]
    value.noiseFloor = [0.1, 0.1, 0.1]
    #expect(Capacity.accepts(value, settings: settings) && !value.isCorrected && value.total.isNaN)
    #expect(value.shown.total == 0.75 && value.shown.uncorrectedTotal == 0.75)
    #expect(repeats[0].isCorrected && repeats[0].shown == repeats[0])
    value.standardError = 1
    #expect(!Capacity.accepts(value, settings: settings))
  }
}
