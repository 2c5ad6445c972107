import Testing

@testable import Figures

@Suite struct NumberTextCompactTests {
  @Test(arguments: [
    (1.0, false, "1.0"), (99.4, false, "99"), (999, false, "999"), (999.6, false, "1k"),
    (2_479, false, "2.5k"), (9_960, false, "10k"), (13_042, false, "13k"), (999_600, false, "1M"),
    (2_147_483_647, false, "2.1G"), (99_000, true, "≥99k"), (98_999, true, "≥98k"), (9.99, true, "≥9.9"),
    (2_479, true, "≥2.4k"), (999.6, true, "≥999"),
  ])
  func steps(steps: Double, isLowerBound: Bool, expected: String) {
    #expect(NumberText.compact(steps, isLowerBound: isLowerBound) == expected)
  }

  @Test(arguments: [
    (0.0, "0"), (1, "1"), (0.5, "0.5"), (0.01, "0.01"), (1e-3, "1e-3"), (1e-9, "1e-9"), (2.5e-4, "2.5e-4"),
    (100, "100"), (10_000, "10k"), (-0.25, "-0.25"), (-2_000, "-2k"), (1e15, "1,000T"),
  ])
  func ticks(value: Double, expected: String) {
    #expect(NumberText.tick(value) == expected)
  }
}
