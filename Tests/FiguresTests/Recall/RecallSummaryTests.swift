import Experiments
import MemoryMeasures
import RecurrentNetworks
import Testing
import Text

@testable import Figures

@Suite struct RecallSummaryTests {
  @Test func aLatchAndAnotherNetwork() throws {
    let latch = try RecallSubject(ConstructedNetwork<Float>(.latch, cell: .gru, hiddenSize: 5))
    let other = try RecallSubject(
      name: "net.h5", network: RecurrentNetwork(rounding: latch.network), readout: .fitted)
    let settings = try RecallSettings(
      totalSteps: 2, sequences: 2, trainingSequences: 9, magnitudes: [1, 100])
    let exact = RecallMeasurement(
      firstInputs: [[1, -2], [100, -200]], answers: [[[0, 1], [0, -2]], [[0, 100], [0, -200]]])
    let poor = RecallMeasurement(
      firstInputs: [[1, -2], [100, -200]], answers: [[[1.25, 0], [-2, 0]], [[100, 0], [-200, 1e-5]]])
    let results = RecallResults(
      settings: settings, seed: 0, precision: .float32,
      entries: [.init(subject: latch, measurement: exact), .init(subject: other, measurement: poor)])
    #expect(
      RecallSummary(results).text == """
        latch gru: first-input recall (5 units, 1 input, float32)
        Readout: 2^76 · h[0]
        By construction exact from step 2 on (not before) for 8.9e-16 ≤ |first input| ≤ 1,048,576: it is.
        |answer - first input|, median · largest over 2 sequences
          after │ standard deviation of the first input
        (steps) │         1              100
        ────────┼──────────────────────────────────────
              1 │ 1.5 · 2.0  1.5e+2 · 2.0e+2
              2 │     0 · 0            0 · 0

        |answer - first input| / |first input|, median · largest over 2 sequences
          after │ standard deviation of the first input
        (steps) │         1        100
        ────────┼──────────────────────────────────────
              1 │ 1.0 · 1.0  1.0 · 1.0
              2 │     0 · 0      0 · 0

        net.h5: first-input recall (5 units, 1 input, float32)
        Readout: least squares, fitted for each step and magnitude to 9 other sequences
        A network that remembered nothing would have a median absolute error of about 1.5, 1.5e+2.
        |answer - first input|, median · largest over 2 sequences
          after │ standard deviation of the first input
        (steps) │           1              100
        ────────┼──────────────────────────────────────
              1 │ 0.12 · 0.25            0 · 0
              2 │   1.5 · 2.0  1.5e+2 · 2.0e+2

        |answer - first input| / |first input|, median · largest over 2 sequences
          after │ standard deviation of the first input
        (steps) │           1        100
        ────────┼──────────────────────────────────────
              1 │ 0.12 · 0.25      0 · 0
              2 │   1.0 · 1.0  1.0 · 1.0

        """)
  }

  @Test func aBrokenPromiseIsSaid() throws {
    let latch = try RecallSubject(ConstructedNetwork<Float>(.latch, cell: .lstm, hiddenSize: 3))
    let results = RecallResults(
      settings: try RecallSettings(totalSteps: 1, sequences: 1), seed: 0, precision: .float32,
      entries: [
        .init(subject: latch, measurement: RecallMeasurement(firstInputs: [[1]], answers: [[[1.0000001]]]))
      ])
    #expect(RecallSummary(results).text.contains("1,048,576: IT IS NOT.\n"))
  }

  @Test(arguments: [
    (0.0, "0"), (1.0, "1.0"), (0.25, "0.25"), (0.034, "0.034"), (42.4, "42"), (123.0, "1.2e+2"),
    (0.0096, "9.6e-3"), (1.25e-7, "1.2e-7"), (-3.36e5, "-3.4e+5"), (9.96, "10"), (.nan, "nan"),
  ])
  func twoDigits(value: Double, expected: String) {
    #expect(NumberText.twoDigits(value) == expected)
  }

  @Test(arguments: [
    (1_024.0, "1024"), (-4_096, "-4096"), (0x1p100, "2^100"), (-0x1p-76, "-2^-76"), (0.5, "0.5"),
    (0x1p-13, "2^-13"),
    (1e-5, "1e-5"), (0, "0"),
  ])
  func weights(value: Double, expected: String) {
    #expect(NumberText.weight(value) == expected)
  }
}
