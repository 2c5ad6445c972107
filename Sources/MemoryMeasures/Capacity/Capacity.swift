import RecurrentNetworks

/// Jaeger's memory capacity: how much of the input k steps ago a linear readout of the network recovers.
///
/// H. Jaeger, *Short term memory in echo state networks* (2001). The network is driven by independent inputs x(t)
/// from zero state. Its state at step t is the last layer's hidden state after it has read x(t), N units. For
/// every delay k the readout y(t) = w·h(t) + b is fitted to x(t - k) on one sequence; r²_k is the squared
/// correlation of y(t) and x(t - k) on another sequence, independent of the first. MC is the sum over k = 1 ... K of
/// r²_k as it would be of readouts fitted to an endless sequence.
///
/// Of n steps r²_k is biased twice. Even without any memory it is not 0, but about 1/T for T test steps, which over
/// many delays passes for memory. And the readouts' own errors take about (1 - r²_k) N/n from it, so that delays of
/// which less than N/n is remembered are lost altogether; for 100 units and 10,000 steps that is a hundredth for each
/// of two hundred delays. Both biases are of the readout's variance, which the squared correlation divides by. For
/// the best readout that variance is its covariance with the target, so that r²_k = cov(y, x_k) / var(x_k), which is
/// linear in the readout: fitted on one sequence and judged on the other, its errors meet only errors that are
/// independent of them, and have mean 0. So MC_k is this share, the mean of readouts fitted to the training sequence
/// and judged on the test sequence, and of the other way about, by the steps that either is fitted to. (Cross-fitting,
/// as in Chernozhukov et al., *Double/debiased machine learning*, 2018. Formulas for the shrinkage of r², as Ezekiel's
/// or Browne's, take independent normal errors for granted, which driven states do not have, and leave up to half of
/// the bias.) What is left, since the weights of a fit are themselves not quite unbiased where states are not normal,
/// falls with n as well: below 0.3% of MC at 100 steps per unit, 0.7% at 30. With a ridge MC_k is the share of the
/// variance that the shrunken readouts take off the mean squared error.
///
/// `CapacityMeasurement.uncorrectedFunction` is what readouts score that were fitted to n steps, corrected for chance
/// alone: the same is done for shuffled targets, several times, and their mean is the noise floor f_k; it is
/// (r²_k - f_k) / (1 - f_k).
///
/// MC is at most N: readouts that recover orthogonal targets perfectly are orthogonal, and no more than N are.
/// That holds for the readouts' true correlations; an MC above N is sampling error, for which see
/// `CapacityMeasurement.standardError`.
///
/// Of recorded inputs, which tell of one another, MC says less: what a readout recovers of x(t - k) may be due to the rows
/// after it, x(t - k + 1) ... x(t), as far as the network holds those. Then MC is above the network's memory, by more the
/// more alike neighbouring rows are, and N is no bound. The noise floor is then that of targets shifted in time by random
/// numbers of steps, which keep their course, in the place of shuffled ones.
///
/// Where a network has I inputs, each is a series of its own, and MC_k is the sum over the inputs: N is the bound of
/// that sum.
public enum Capacity: Sendable {
  /// - Parameters:
  ///   - network: whose last layer's units are read.
  ///   - settings: lengths, delays and the law of the inputs.
  ///   - stream: of which both input sequences and all shuffles are pure functions.
  ///   - recorded: inputs that are read in the place of independent ones; nil, the default, for none.
  ///   - path: kernels to run on; the fastest by default. All give the same bits.
  ///   - isCancelled: asked now and then.
  /// - Throws: `CapacityError`; `cancelled` soon after `isCancelled` turns true.
  public static func measure<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, settings: CapacitySettings, stream: RandomStream,
    recorded: RecordedInputs? = nil, path: SIMDPath = .best, isCancelled: () -> Bool = { false }
  ) throws(CapacityError) -> CapacityMeasurement {
    try measure(
      PackedNetwork(network), settings: settings, stream: stream, recorded: recorded, path: path
    ) { (_) throws(CapacityError) in
      if isCancelled() { throw .cancelled }
    }
  }

  /// The same of a run that may have been interrupted.
  ///
  /// - Parameters:
  ///   - kept: what its course wrote when it was; nil, the default, if it is to begin.
  ///   - pause: called between two pieces of work.
  /// - Throws: `CapacityError`, whatever `pause` throws among it.
  static func measure<Scalar: NetworkScalar>(
    _ network: PackedNetwork<Scalar>, settings: CapacitySettings, stream: RandomStream,
    recorded: RecordedInputs?, path: SIMDPath, kept: [UInt8]? = nil,
    workBetweenPauses: Double = CapacityCourse<Scalar>.workBetweenPauses,
    pause: (CapacityCourse<Scalar>) throws(CapacityError) -> Void
  ) throws(CapacityError) -> CapacityMeasurement {
    let least = leastSteps(units: network.outputSize, inputs: network.inputSize, settings)
    let found = min(settings.trainingSteps, settings.testSteps)
    guard found >= least else { throw .tooFewSteps(found: found, least: least) }
    var course = CapacityCourse(
      network, settings: settings, stream: stream, recorded: recorded, path: path)
    if let kept { _ = course.resume(kept) }
    return try course.finish(workBetweenPauses: workBetweenPauses, pause)
  }

  /// Fitting takes more steps than there are weights, the offset included.
  public static func leastSteps(units: Int, inputs: Int, _ settings: CapacitySettings) -> Int {
    units + (settings.readsInput ? inputs : 0) + 2
  }

  /// What random numbers are for: a word of the path of their stream.
  enum Role: UInt64 {
    case training, test, surrogate, rows
  }
}

/// Why a capacity measurement has no result.
public enum CapacityError: CancellableFailure {
  /// The network put out a NaN or an infinity; the first such step, counted from 1.
  case outputNotFinite(step: Int)
  /// The outputs are so large that sums of their squares overflow.
  case outputsTooLarge
  /// Fitting, to either sequence, takes more steps than there are weights, the offset included.
  case tooFewSteps(found: Int, least: Int)
  /// It was not to go on.
  case cancelled

  public var reason: String {
    switch self {
    case .outputNotFinite(let step): "output not finite at step \(step)"
    case .outputsTooLarge: "outputs too large for sums of their squares"
    case .tooFewSteps(let found, let least): "\(found) steps; fitting takes at least \(least)"
    case .cancelled: "cancelled"
    }
  }
}
