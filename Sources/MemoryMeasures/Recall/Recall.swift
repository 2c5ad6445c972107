import Dispatch
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
  /// - Throws: `RecallError`.
  public static func measure<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, readout: LinearReadout, settings: RecallSettings,
    stream: RandomStream, path: SIMDPath = .best, jobs: Int = 1
  ) throws(RecallError) -> RecallMeasurement {
    guard readout.weights.count == network.outputSize else {
      throw .readoutSize(found: readout.weights.count, expected: network.outputSize)
    }
    return try measure(network, settings: settings, stream: stream, path: path, jobs: jobs) { _, _ in
      settings.steps.map { _ in readout }
    }
  }

  /// With readouts fitted to training sequences.
  ///
  /// - Parameters: as above.
  /// - Throws: `RecallError`.
  public static func measureFitting<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, settings: RecallSettings, stream: RandomStream,
    path: SIMDPath = .best, jobs: Int = 1
  ) throws(RecallError) -> RecallMeasurement {
    let least = network.outputSize + 2
    guard settings.trainingSequences >= least else {
      throw .tooFewTrainingSequences(found: settings.trainingSequences, least: least)
    }
    return try measure(network, settings: settings, stream: stream, path: path, jobs: jobs) {
      index, magnitude throws(RecallError) in
      let training = try run(
        network, settings.trainingSequences, settings: settings, magnitude: magnitude,
        stream: stream.child(UInt64(index), Role.training.rawValue), path: path, jobs: jobs)
      return settings.steps.indices.map { step in
        LeastSquares.readout(
          outputs: training.map { $0.outputs[step].map { Double($0) } },
          answers: training.map(\.firstInput))
      }
    }
  }

  /// Words that name the streams of a magnitude's sequences.
  private enum Role: UInt64 {
    case test, training
  }

  /// - Parameter readouts: one for every step, given the index of a magnitude and the magnitude.
  private static func measure<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, settings: RecallSettings, stream: RandomStream, path: SIMDPath,
    jobs: Int, readouts: (Int, Double) throws(RecallError) -> [LinearReadout]
  ) throws(RecallError) -> RecallMeasurement {
    var firstInputs: [[Double]] = []
    var answers: [[[Double]]] = []
    for (index, magnitude) in settings.magnitudes.enumerated() {
      let readouts = try readouts(index, magnitude)
      let sequences = try run(
        network, settings.sequences, settings: settings, magnitude: magnitude,
        stream: stream.child(UInt64(index), Role.test.rawValue), path: path, jobs: jobs)
      firstInputs.append(sequences.map(\.firstInput))
      answers.append(sequences.map { zip(readouts, $0.outputs).map { $0.answer($1) } })
    }
    return RecallMeasurement(firstInputs: firstInputs, answers: answers)
  }

  /// `count` sequences, number s drawn from child s of the stream.
  private static func run<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, _ count: Int, settings: RecallSettings, magnitude: Double,
    stream: RandomStream, path: SIMDPath, jobs: Int
  ) throws(RecallError) -> [RecallSession<Scalar>.Sequence] {
    let session = RecallSession(network, steps: settings.steps, path: path)
    let results = ParallelMap.map(count: (count + 1) / 2, jobs: jobs) { pair in
      Result { () throws(RecallError) in
        try session.run(
          stream.child(UInt64(2 * pair)), stream.child(UInt64(2 * pair + 1)), magnitude: magnitude)
      }
    }
    var sequences: [RecallSession<Scalar>.Sequence] = []
    for result in results { sequences += try result.get() }
    return Array(sequences.prefix(count))
  }
}
