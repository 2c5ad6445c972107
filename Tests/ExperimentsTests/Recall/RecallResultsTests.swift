import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Experiments

@Suite struct RecallResultsTests {
  private let network = RecurrentNetwork<Double>(
    layers: [
      RecurrentLayer(
        cell: .rnn, inputSize: 1, hiddenSize: 2, inputKernel: [1, -1], recurrentKernel: [0, 0, 0, 0],
        bias: [0, 0])
    ])

  @Test func aReadoutNamesAUnitThatThereIs() throws {
    _ = try RecallSubject(name: "net", network: network, readout: .unit(1, scale: 2))
    for unit in [-1, 2] {
      #expect(throws: RecallSubjectError.noSuchUnit(unit, network: "net", units: 2)) {
        try RecallSubject(name: "net", network: network, readout: .unit(unit, scale: 2))
      }
    }
  }

  @Test func failuresNameTheNetwork() throws {
    let subject = try RecallSubject(name: "net", network: network, readout: .fitted)
    #expect(
      throws: RecallSubjectError.failed(network: "net", .tooFewTrainingSequences(found: 3, least: 4))
    ) {
      try RecallResults(
        measuring: [subject], settings: RecallSettings(totalSteps: 1, trainingSequences: 3), seed: 0,
        precision: .float64, path: .best, jobs: 1)
    }
  }

  /// Errors 1 to 4 over four sequences at the only step.
  @Test func mediansAndBounds() throws {
    let subject = try RecallSubject(ConstructedNetwork<Float>(.latch, cell: .lstm, hiddenSize: 3))
    let settings = try RecallSettings(totalSteps: 1, sequences: 4)
    func entry(_ answers: [Double], _ inputs: [Double] = [2, 2, 2, 2]) -> RecallResults.Entry {
      RecallResults.Entry(
        subject: subject,
        measurement: RecallMeasurement(firstInputs: [inputs], answers: [answers.map { [$0] }]))
    }
    let spread = entry([3, 6, 4, -1])
    #expect(spread.absolute == [[.init(median: 2.5, largest: 4)]])
    #expect(spread.relative == [[.init(median: 1.25, largest: 2)]])
    #expect(spread.isWithinBound(settings) == false)
    #expect(entry([2, 2, 2, 2]).isWithinBound(settings) == true)
    // Beyond the range nothing is promised; below it, an absolute error.
    #expect(entry([0, 1e-16, 0, 2], [1e9, 0, 1e-16, 2]).isWithinBound(settings) == true)
    #expect(entry([0, 1e-14, 0, 2], [1e9, 0, 1e-16, 2]).isWithinBound(settings) == false)
    let free = try RecallSubject(name: "net", network: network, readout: .fitted)
    let other = RecallResults.Entry(subject: free, measurement: spread.measurement)
    #expect(other.isWithinBound(settings) == nil)
  }

  /// The precision asked for is the one measured in: a normal times 0.1 is rounded to it.
  @Test func precisionMatters() throws {
    let subject = try RecallSubject(ConstructedNetwork<Double>(.latch, cell: .rnn, hiddenSize: 6))
    let settings = try RecallSettings(totalSteps: 5, sequences: 8, magnitudes: [0.1])
    let inputs = try Precision.allCases.map { precision in
      try RecallResults(
        measuring: [subject], settings: settings, seed: 0, precision: precision, path: .best, jobs: 1
      ).entries[0].measurement.firstInputs[0]
    }
    #expect(inputs[0] != inputs[1])
    #expect(inputs[0] == inputs[0].map { Double(Float($0)) })
  }
}
