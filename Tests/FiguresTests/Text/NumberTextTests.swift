import Testing

@testable import Figures

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0, "0"), (7, "7"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func wholeNumbers(value: Int, expected: String) {
    #expect(NumberText.whole(value) == expected)
  }

  @Test(arguments: [(12_345_678.0, "12,345,678"), (2.5e18, "2.5e+18")])
  func largeNumbers(value: Double, expected: String) {
    #expect(NumberText.large(value) == expected)
  }

  @Test(arguments: [
    (1.0, false, "1.0"), (9.94, false, "9.9"), (9.96, false, "10"), (87.5, false, "88"),
    (98_999.7, false, "99,000"), (98_999.7, true, "≥98,999"), (9.99, true, "≥9.9"), (99_000, true, "≥99,000"),
  ])
  func meanSteps(mean: Double, isLowerBound: Bool, expected: String) {
    #expect(NumberText.steps(mean, isLowerBound: isLowerBound) == expected)
  }

  @Test(arguments: [
    (0.0, "0.0"), (0.4, "0.4"), (1.0, "1.0"), (1.0 / 3, "0.33"), (0.001, "0.01"), (0.999, "0.99"),
    (0.05, "0.05"), (0.5, "0.5"),
  ])
  func fractions(share: Double, expected: String) {
    #expect(NumberText.fraction(share) == expected)
  }

  @Test(arguments: [
    (1, "1"), (-1, "-1"), (1e-6, "1e-6"), (1e-1, "0.1"), (2.5e-5, "2.5e-5"), (0.0001, "0.0001"),
    (.nan, "nan"), (-1e-12, "-1e-12"),
  ])
  func shortestNumbers(value: Double, expected: String) {
    #expect(NumberText.shortest(value) == expected)
  }

  @Test(arguments: [(0, "0 runs"), (1, "1 run"), (1_280, "1,280 runs")])
  func counts(value: Int, expected: String) {
    #expect(NumberText.count(value, "run") == expected)
  }
}
