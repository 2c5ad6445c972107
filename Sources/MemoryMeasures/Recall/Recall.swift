import RecurrentNetworks

/// How exactly a network returns the first input after n steps.
///
/// A network is fed sequences of standard normal inputs from zero state; input 0 of step 1 is a standard normal
/// times a magnitude. After n steps a linear readout of the output (the last layer's hidden state) gives the
/// answer, and the error is its distance from that first input. The readout is either given, as a constructed
/// network has it, or fitted: for every n and magnitude the least-squares readout, with an offset, of training
/// sequences, so that what is measured on the test sequences is what any linear readout could know of the first
/// input.
public enum Recall {
  /// With a given readout.
  ///
  /// - Parameters:
  ///   - stream: of which all sequences are pure functions.
  ///   - path: kernels to run on; the fastest by default. All give the same bits.
  ///   - jobs: pairs of sequences at a time; the result does not depend on it.
  ///   - completedPair: called after each pair of sequences, on any thread.
  /// - Throws: `RecallError`.
  public static func measure<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, readout: LinearReadout, settings: RecallSettings,
    stream: RandomStream, path: SIMDPath = .best, jobs: Int = 1,
    completedPair: @escaping @Sendable () -> Void = {}
  ) throws(RecallError) -> RecallMeasurement {
    guard readout.weights.count == network.outputSize else {
      throw .readoutSize(found: readout.weights.count, expected: network.outputSize)
    }
    let session = RecallSession(network, steps: settings.steps, path: path)
    let runner = RecallRunner(session: session, stream: stream, jobs: jobs, completedPair: completedPair)
    return try measure(runner, settings) { _, _ in settings.steps.map { _ in readout } }
  }

  /// With readouts fitted to training sequences.
  ///
  /// - Parameters: as above.
  /// - Throws: `RecallError`.
  public static func measureFitting<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, settings: RecallSettings, stream: RandomStream,
    path: SIMDPath = .best, jobs: Int = 1, completedPair: @escaping @Sendable () -> Void = {}
  ) throws(RecallError) -> RecallMeasurement {
    let least = network.outputSize + 2
    guard settings.trainingSequences >= least else {
      throw .tooFewTrainingSequences(found: settings.trainingSequences, least: least)
    }
    let session = RecallSession(network, steps: settings.steps, path: path)
    let runner = RecallRunner(session: session, stream: stream, jobs: jobs, completedPair: completedPair)
    return try measure(runner, settings) { index, magnitude throws(RecallError) in
      let training = try runner.run(
        settings.trainingSequences, .training, index, magnitude: magnitude, transform: { $0 })
      return settings.steps.indices.map { step in
        LeastSquares.readout(
          outputs: training.map { $0.outputs[step].map { Double($0) } },
          answers: training.map(\.firstInput))
      }
    }
  }

  /// - Parameter readouts: one for every step, given the index of a magnitude and the magnitude.
  private static func measure<Scalar: NetworkScalar>(
    _ runner: RecallRunner<Scalar>, _ settings: RecallSettings,
    readouts: (Int, Double) throws(RecallError) -> [LinearReadout]
  ) throws(RecallError) -> RecallMeasurement {
    var firstInputs: [[Double]] = []
    var answers: [[[Double]]] = []
    for (index, magnitude) in settings.magnitudes.enumerated() {
      let readouts = try readouts(index, magnitude)
      let sequences = try runner.run(settings.sequences, .test, index, magnitude: magnitude) { sequence in
        (sequence.firstInput, zip(readouts, sequence.outputs).map { $0.answer($1) })
      }
      firstInputs.append(sequences.map(\.0))
      answers.append(sequences.map(\.1))
    }
    return RecallMeasurement(firstInputs: firstInputs, answers: answers)
  }
}
