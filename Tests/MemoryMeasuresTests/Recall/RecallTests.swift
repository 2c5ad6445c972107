import Foundation
import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

@Suite struct RecallTests {
  private let stream = RandomStream(seed: 12)

  @Test(arguments: Construction.latch.cells, [Precision.float32, .float64])
  func aLatchIsExactFromItsFirstStepTo100000(cell: CellType, precision: Precision) throws {
    switch precision {
    case .float64: try check(Double.self)
    default: try check(Float.self)
    }

    func check<Scalar: NetworkScalar>(_ type: Scalar.Type) throws {
      let settings = try RecallSettings(sequences: 2, magnitudes: [1e-10, 1e-3, 1, 1e5])
      let latch = try ConstructedNetwork<Scalar>(.latch, cell: cell, hiddenSize: 32, inputSize: 2)
      let recall = try #require(latch.recall)
      let measured = try Recall.measure(
        latch.network, readout: recall.readout, settings: settings, stream: stream)
      let errors = measured.flatMap(\.absoluteErrors)
      for (place, step) in settings.steps.enumerated() where step >= recall.promise.firstStep {
        #expect(errors.allSatisfy { $0[place] == 0 }, "step \(step)")
      }
      #expect(measured.flatMap(\.relativeErrors).allSatisfy { $0.last == 0 })
    }
  }

  /// First inputs are as large as their magnitude says, all different, and those of one magnitude do not depend on
  /// the others.
  @Test func firstInputsAreWhatTheSettingsSay() throws {
    let network = try ConstructedNetwork<Float>(.memoryless, cell: .rnn, hiddenSize: 1).network
    let readout = LinearReadout(unit: 0, scale: 1, outputSize: 1)
    let settings = try RecallSettings(totalSteps: 3, sequences: 301, magnitudes: [0.01, 100])
    let measured = try Recall.measure(network, readout: readout, settings: settings, stream: stream)
    for (inputs, magnitude) in zip(measured.map(\.firstInputs), settings.magnitudes) {
      #expect(inputs.count == 301 && Set(inputs).count == 301)
      let variance = inputs.reduce(0) { $0 + $1 * $1 } / 301
      #expect(abs(variance.squareRoot() / magnitude - 1) < 0.15)
    }
    let alone = try Recall.measure(
      network, readout: readout,
      settings: RecallSettings(totalSteps: 3, sequences: 301, magnitudes: [0.01]), stream: stream)
    #expect(alone[0].firstInputs == measured[0].firstInputs)
    // The sign of the last input, read after steps 1, 2 and 3.
    let isSign = zip(measured[1].firstInputs, measured[1].answers).allSatisfy { input, answers in
      answers.count == 3 && answers[0] == (input < 0 ? -1 : 1) && answers.allSatisfy { abs($0) == 1 }
    }
    #expect(isSign)
  }

  @Test func jobsAndKernelsDoNotMatter() throws {
    let network = RecurrentNetwork<Float>(
      shape: NetworkShape(cell: .gru, layers: 2, inputSize: 3, hiddenSize: 5),
      initialization: Initialization(.glorot), stream: RandomStream(seed: 2))
    let settings = try RecallSettings(
      totalSteps: 70, sequences: 5, trainingSequences: 21, magnitudes: [1, 0.5])
    let expected = try Recall.measureFitting(network, settings: settings, stream: stream)
    for jobs in [2, 7, 64] {
      #expect(try Recall.measureFitting(network, settings: settings, stream: stream, jobs: jobs) == expected)
    }
    for path in SIMDPath.supported {
      #expect(try Recall.measureFitting(network, settings: settings, stream: stream, path: path) == expected)
    }
  }

  /// A fitted readout finds in a latch what the construction knows; nothing is left to find in a network without
  /// memory, where the best guess is the mean.
  @Test func fittedReadoutsFindWhatThereIs() throws {
    let settings = try RecallSettings(
      totalSteps: 1_000, sequences: 20, trainingSequences: 60, magnitudes: [1])
    let latch = try ConstructedNetwork<Float>(.latch, cell: .gru, hiddenSize: 6).network
    let found = try Recall.measureFitting(latch, settings: settings, stream: stream)
    #expect(found[0].relativeErrors.allSatisfy { $0.dropFirst().allSatisfy { $0 < 1e-9 } })

    let blank = try ConstructedNetwork<Float>(.memoryless, cell: .gru, hiddenSize: 6).network
    let nothing = try Recall.measureFitting(blank, settings: settings, stream: stream)
    let last = nothing[0].absoluteErrors.compactMap(\.last).reduce(0, +) / 20
    let size = nothing[0].firstInputs.map(abs).reduce(0, +) / 20
    #expect(last > 0.8 * size)
  }

  /// A plain RNN of one unit in its linear range, h = a^(n-1) s x_1 + ...: what a linear readout can know of x_1 is a
  /// share of a^(2(n-1)) (1 - a^2) / (1 - a^(2n)) of its variance.
  @Test func agreesWithTheTheoryOfALeakyIntegrator() throws {
    let layer = RecurrentLayer<Double>(
      cell: .rnn, inputSize: 1, hiddenSize: 1, inputKernel: [1e-6], recurrentKernel: [0.8], bias: [0])
    let settings = try RecallSettings(
      totalSteps: 10, sequences: 4_000, trainingSequences: 4_000, magnitudes: [1])
    let measured = try Recall.measureFitting(
      RecurrentNetwork(layers: [layer]), settings: settings, stream: stream, jobs: 2)[0]
    let total = measured.firstInputs.reduce(0) { $0 + $1 * $1 }
    for (place, n) in settings.steps.enumerated() {
      let left = measured.absoluteErrors.reduce(0) { $0 + $1[place] * $1[place] } / total
      let share = pow(0.8, Double(2 * (n - 1))) * (1 - 0.64) / (1 - pow(0.8, Double(2 * n)))
      #expect(abs(left - (1 - share)) < 0.03, "n = \(n): \(left) is left, not \(1 - share)")
    }
  }

  /// What the construction promises comes with the measurement.
  @Test func promisesBecomeBounds() throws {
    let latch = try ConstructedNetwork<Float>(.latch, cell: .rnn, hiddenSize: 6)
    let recall = try #require(latch.recall)
    let settings = try RecallSettings(totalSteps: 5, sequences: 8, magnitudes: [1e-20, 1, 1e9])
    let measured = try Recall.measure(
      latch.network, readout: recall.readout, promise: recall.promise, settings: settings, stream: stream)
    #expect(measured.map { $0.errorBounds.first } == [recall.promise.smallInputError, 0, .some(nil)])
    #expect(measured.allSatisfy { $0.isWithinBounds(steps: settings.steps, from: recall.promise.firstStep) })
  }

  /// The precision asked for is the one measured in: a normal times 0.1 is rounded to it.
  @Test func precisionMatters() throws {
    let settings = try RecallSettings(totalSteps: 5, sequences: 8, magnitudes: [0.1])
    func firstInputs<Scalar: NetworkScalar>(in type: Scalar.Type) throws -> [Double] {
      let latch = try ConstructedNetwork<Scalar>(.latch, cell: .rnn, hiddenSize: 6)
      let readout = try #require(latch.recall?.readout)
      return try Recall.measure(latch.network, readout: readout, settings: settings, stream: stream)[0]
        .firstInputs
    }
    let inputs = try firstInputs(in: Float.self)
    #expect(try inputs != firstInputs(in: Double.self))
    #expect(inputs == inputs.map { Double(Float($0)) })
  }

  // MARK: What can go wrong

  @Test func failsWhereOutputsAreNoNumbers() throws {
    let layer = RecurrentLayer<Float>(
      cell: .rnn, inputSize: 1, hiddenSize: 1, inputKernel: [1], recurrentKernel: [.infinity], bias: [0])
    #expect(throws: RecallError.outputNotFinite(step: 1)) {
      try Recall.measure(
        RecurrentNetwork(layers: [layer]), readout: LinearReadout(weights: [1]),
        settings: RecallSettings(totalSteps: 5, sequences: 3), stream: stream)
    }
    #expect(throws: RecallError.cancelled) {
      try Recall.measureFitting(
        ConstructedNetwork<Float>(.latch, cell: .gru).network, settings: .standard, stream: stream, jobs: 2,
        isCancelled: { true })
    }
  }

  @Test func readoutsAndTrainingSequencesMustFit() throws {
    let network = try ConstructedNetwork<Float>(.memoryless, cell: .rnn, hiddenSize: 4).network
    #expect(throws: RecallError.readoutSize(found: 3, expected: 4)) {
      try Recall.measure(
        network, readout: LinearReadout(weights: [1, 2, 3]), settings: .standard, stream: stream)
    }
    #expect(throws: RecallError.tooFewTrainingSequences(found: 5, least: 6)) {
      try Recall.measureFitting(
        network, settings: RecallSettings(totalSteps: 2, trainingSequences: 5), stream: stream)
    }
  }
}
