import LinearAlgebra
import RecurrentNetworks

/// Jaeger's memory capacity: how much of the input k steps ago a linear readout of the network recovers.
///
/// H. Jaeger, *Short term memory in echo state networks* (2001). The network is driven by independent inputs x(t)
/// from zero state. Its state at step t is the last layer's hidden state after it has read x(t), N units. For
/// every delay k the readout y(t) = w·h(t) + b is fitted to x(t - k) on one sequence; r²_k is the squared
/// correlation of y(t) and x(t - k) on another sequence, independent of the first.
///
/// Even without any memory r²_k is not 0: about 1/T for T test steps, which summed over many delays passes for
/// memory. So the same is done for shuffled targets, several times, and their mean is the noise floor f_k. What is
/// reported is MC_k = (r²_k - f_k) / (1 - f_k), 0 on average where nothing is remembered and 1 where everything
/// is; MC is the sum over k = 1 ... K.
///
/// MC is at most N: readouts that recover orthogonal targets perfectly are orthogonal, and no more than N are.
/// That holds for the readouts' true correlations; the corrected estimates are unbiased at 0 and 1 and in between
/// too small, by at most 1/(2T) for a delay, so an MC above N is sampling error, for which see
/// `CapacityMeasurement.standardError`.
///
/// Where a network has I inputs, each is a series of its own, and MC_k is the sum over the inputs: N is the bound of
/// that sum.
public enum Capacity: Sendable {
  /// - Parameters:
  ///   - stream: of which both input sequences and all shuffles are pure functions.
  ///   - path: kernels to run on; the fastest by default. All give the same bits.
  ///   - isCancelled: asked now and then.
  /// - Throws: `CapacityError`; `cancelled` soon after `isCancelled` turns true.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public static func measure<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, settings: CapacitySettings, stream: RandomStream,
    path: SIMDPath = .best, isCancelled: () -> Bool = { false }
  ) throws(CapacityError) -> CapacityMeasurement {
    let least = leastTrainingSteps(units: network.outputSize, inputs: network.inputSize, settings)
    guard settings.trainingSteps >= least else {
      throw .tooFewTrainingSteps(found: settings.trainingSteps, least: least)
    }
    func respond(_ role: Role, steps: Int) throws(CapacityError) -> DrivenStates {
      if isCancelled() { throw .cancelled }
      let series = DrivenStates.series(
        of: network.inputSize, steps: settings.leadSteps + steps, settings: settings, in: Scalar.self,
        stream: stream.child(role.rawValue))
      return try DrivenStates(network, series: series, settings: settings, path: path)
    }
    let training = try respond(.training, steps: settings.trainingSteps)
    let test = try respond(.test, steps: settings.testSteps)
    if isCancelled() { throw .cancelled }
    let readouts = try DelayReadouts(training: training.states, test: test.states, ridge: settings.ridge)

    var sums = CapacitySums(settings: settings)
    for (channel, series) in zip(training.series, test.series).enumerated() {
      let found = readouts.correlations(
        training: series.0, test: series.1, delays: settings.maximumDelay, blocks: CapacitySums.blocks)
      var floor = [Double](repeating: 0, count: settings.maximumDelay)
      for surrogate in 0..<settings.surrogates {
        if isCancelled() { throw .cancelled }
        let shuffles = stream.child(Role.surrogate.rawValue, UInt64(channel), UInt64(surrogate))
        let chance = readouts.correlations(
          training: shuffles.child(0).shuffled(series.0), test: shuffles.child(1).shuffled(series.1),
          delays: settings.maximumDelay
        ).squared
        for delay in floor.indices { floor[delay] += chance[delay] / Double(settings.surrogates) }
      }
      sums.add(found, noiseFloor: floor)
    }
    return sums.measurement
  }

  /// Fitting takes more steps than there are weights, the offset included.
  public static func leastTrainingSteps(units: Int, inputs: Int, _ settings: CapacitySettings) -> Int {
    units + (settings.readsInput ? inputs : 0) + 2
  }

  /// What random numbers are for: a word of the path of their stream.
  enum Role: UInt64 {
    case training, test, surrogate
  }
}

/// Why a capacity measurement has no result.
public enum CapacityError: RunFailure, Equatable {
  /// The network put out a NaN or an infinity; the first such step, counted from 1.
  case outputNotFinite(step: Int)
  /// The outputs are so large that sums of their squares overflow.
  case outputsTooLarge
  /// Fitting takes more training steps than there are weights, the offset included.
  case tooFewTrainingSteps(found: Int, least: Int)
  /// It was not to go on.
  case cancelled

  public var reason: String {
    switch self {
    case .outputNotFinite(let step): "output not finite at step \(step)"
    case .outputsTooLarge: "outputs too large for sums of their squares"
    case .tooFewTrainingSteps(let found, let least):
      "\(found) training steps; fitting takes at least \(least)"
    case .cancelled: "cancelled"
    }
  }
}
