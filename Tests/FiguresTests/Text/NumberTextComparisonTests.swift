import Testing

@testable import Figures

@Suite struct NumberTextComparisonTests {
  @Test(arguments: [
    (0.874, "+0.87"), (-1, "-1.00"), (1, "+1.00"), (0, "0.00"), (-0.004, "0.00"), (0.05, "+0.05"),
    (-0.333, "-0.33"), (0.2, "+0.20"),
  ])
  func signedNumbers(value: Double, text: String) {
    #expect(NumberText.signed(value) == text)
  }

  @Test(arguments: [
    (1, "1"), (0.5, "0.5"), (0.321, "0.33"), (0.1, "0.1"), (0.05, "0.05"), (0.0501, "0.051"),
    (0.04951, "0.05"),
    (0.00461, "0.0047"), (0.001, "0.001"), (0.00024, "2.4e-4"), (2.3594350968764233e-9, "2.4e-9"),
    (1e-5, "1e-5"), (0.0999, "0.1"), (0.999, "1"), (1e-12, "1e-12"), (0, "<1e-300"),
    (.leastNonzeroMagnitude, "<1e-300"),
  ])
  func probabilities(value: Double, text: String) {
    #expect(NumberText.probability(value) == text)
  }
}
