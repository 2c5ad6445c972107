import Testing
import Text

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

  @Test(arguments: [
    (1.0, false, "1.0"), (99.4, false, "99"), (999, false, "999"), (999.6, false, "1k"),
    (2_479, false, "2.5k"), (9_960, false, "10k"), (13_042, false, "13k"), (999_600, false, "1M"),
    (2_147_483_647, false, "2.1G"), (99_000, true, "≥99k"), (98_999, true, "≥98k"), (9.99, true, "≥9.9"),
    (2_479, true, "≥2.4k"), (999.6, true, "≥999"),
  ])
  func compactSteps(steps: Double, isLowerBound: Bool, expected: String) {
    #expect(NumberText.compact(steps, isLowerBound: isLowerBound) == expected)
  }

  @Test(arguments: [
    (0.0, "0"), (1, "1"), (0.5, "0.5"), (0.01, "0.01"), (1e-3, "1e-3"), (1e-9, "1e-9"), (2.5e-4, "2.5e-4"),
    (100, "100"), (10_000, "10k"), (-0.25, "-0.25"), (-2_000, "-2k"), (1e15, "1,000T"),
  ])
  func ticks(value: Double, expected: String) {
    #expect(NumberText.tick(value) == expected)
  }

  @Test(arguments: [
    (0.0, "0 s"), (7.2, "8 s"), (59.5, "1 min 0 s"), (3_599, "59 min 59 s"), (7_500, "2 h 5 min"),
    (273_600, "3 d 4 h"), (.infinity, "11,574 d 1 h"),
  ])
  func durations(seconds: Double, expected: String) {
    #expect(NumberText.duration(seconds) == expected)
  }

  @Test(arguments: [
    (0, "0.0 MB"), (512e6, "512.0 MB"), (1.54e9, "1.5 GB"), (2e13, "20.0 TB"), (2e16, "20,000 TB"),
  ])
  func memory(count: Double, expected: String) {
    #expect(NumberText.bytes(count) == expected)
  }
}

@Suite struct WordsTests {
  /// Whatever would move a terminal's cursor.
  @Test func controlCharacters() {
    #expect("a\u{1B}[2J\nb\u{7F}ü".printable == "a\u{FFFD}[2J\u{FFFD}b\u{FFFD}ü")
  }

  @Test(arguments: [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
  func lists(words: [String], expected: String) {
    #expect(words.listed == expected)
  }
}

@Suite struct EveryNumberTests {
  /// Zeros, the smallest and the largest, every power of ten and its neighbours, and what is no number.
  static let numbers: [Double] =
    [0, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, .infinity, .nan]
    .flatMap { [$0, -$0] }
    + (-323...308).flatMap { power -> [Double] in
      let number = Double("1e\(power)") ?? 0
      return [number, number.nextDown, number.nextUp, -number, 9.9999 * number, -2.5 * number]
    }

  @Test func hasAText() {
    for number in Self.numbers {
      let texts = [
        NumberText.steps(number, isLowerBound: false), NumberText.steps(number, isLowerBound: true),
        NumberText.compact(number), NumberText.compact(number, isLowerBound: true), NumberText.tick(number),
        NumberText.bytes(number), NumberText.duration(number), NumberText.large(number),
        NumberText.fraction(number), NumberText.hundredths(number), NumberText.signed(number),
        NumberText.probability(number), NumberText.shortest(number), NumberText.weight(number),
        NumberText.twoDigits(number),
      ]
      for text in texts { #expect((1...40).contains(text.count), "\(number): \(text)") }
      if number.isNaN {
        #expect(NumberText.probability(number).hasSuffix("nan") && NumberText.tick(number).hasSuffix("nan"))
      }
    }
  }

  @Test func largeOnesAreToldInPowersOfTen() {
    #expect(NumberText.compact(1e25) == "1.0e+25")
    #expect(NumberText.compact(9.9e14) == "990T")
    #expect(NumberText.tick(-3e30) == "-3.0e+30")
    #expect(NumberText.steps(1e18, isLowerBound: true) == "≥1.0e+18")
  }
}
