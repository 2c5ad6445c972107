import RecurrentNetworks

/// How exactly a network returns the first input after n steps.
///
/// A network is fed sequences of standard normal inputs from zero state; input 0 of step 1 is a standard normal
/// times a magnitude. After n steps a linear readout of the output (the last layer's hidden state) gives the
/// answer, and the error is its distance from that first input. The readout is either given, as a constructed
/// network has it, or fitted: for every n and magnitude the least-squares readout, with an offset, of training
/// sequences, so that what is measured on the test sequences is what any linear readout could know of the first
/// input.
public enum Recall: Sendable {
  /// What was found of one magnitude.
  public typealias Found = (firstInputs: [Double], answers: [[Double]])

  /// With a given readout, or with readouts fitted to training sequences, one for every step and magnitude.
  ///
  /// - Parameters:
  ///   - readout: nil to fit one.
  ///   - stream: of which all sequences are pure functions.
  ///   - path: kernels to run on; the fastest by default. All give the same bits.
  ///   - jobs: pairs of sequences at a time; the result does not depend on it.
  ///   - isCancelled: asked now and then.
  /// - Throws: `RecallError`; `cancelled` soon after `isCancelled` turns true.
  public static func measure<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, readout: LinearReadout? = nil, settings: RecallSettings,
    stream: RandomStream, path: SIMDPath = .best, jobs: Int = 1,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(RecallError) -> RecallMeasurement {
    var firstInputs: [[Double]] = []
    var answers: [[[Double]]] = []
    for magnitude in settings.magnitudes.indices {
      let found = try measure(
        network, readout: readout, magnitude: magnitude, settings: settings, stream: stream, path: path,
        jobs: jobs, isCancelled: isCancelled)
      firstInputs.append(found.firstInputs)
      answers.append(found.answers)
    }
    return RecallMeasurement(firstInputs: firstInputs, answers: answers)
  }

  /// One magnitude alone, at this place of the settings: first inputs by test sequence, answers by sequence and step.
  static func measure<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, readout: LinearReadout?, magnitude index: Int,
    settings: RecallSettings, stream: RandomStream, path: SIMDPath, jobs: Int,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws(RecallError) -> Found {
    let magnitude = settings.magnitudes[index]
    let session = RecallSession(network, steps: settings.steps, path: path)
    let runner = RecallRunner(session: session, stream: stream, jobs: jobs, isCancelled: isCancelled)
    let readouts: [LinearReadout]
    if let readout {
      guard readout.weights.count == network.outputSize else {
        throw .readoutSize(found: readout.weights.count, expected: network.outputSize)
      }
      readouts = settings.steps.map { _ in readout }
    } else {
      let least = network.outputSize + 2
      guard settings.trainingSequences >= least else {
        throw .tooFewTrainingSequences(found: settings.trainingSequences, least: least)
      }
      let training = try runner.run(
        settings.trainingSequences, .training, index, magnitude: magnitude, transform: { $0 })
      readouts = settings.steps.indices.map { step in
        LeastSquares.readout(
          outputs: training.map { $0.outputs[step].map { Double($0) } },
          answers: training.map(\.firstInput))
      }
    }
    let sequences = try runner.run(settings.sequences, .test, index, magnitude: magnitude) { sequence in
      (sequence.firstInput, zip(readouts, sequence.outputs).map { $0.answer($1) })
    }
    return (sequences.map(\.0), sequences.map(\.1))
  }
}
