import RecurrentNetworks

/// Lyapunov exponents of a driven network: the rates, in nats per step, at which small differences between its states grow
/// or fade in the long run, one for every direction in which states can differ.
///
/// The complete state s, h of every layer and c of LSTM layers, goes its way s(t) = F(s(t - 1), x(t)) along the inputs x.
/// With the Jacobians J_t = dF/ds, directions Q are advanced by them and made orthonormal again, J_t Q = Q' R, and λ_i is
/// the mean of ln R_ii over the steps (Benettin et al. 1980; of driven recurrent networks Vogt et al. 2020, Engelken et al.
/// 2023). A network has them by its weights and by the law of its inputs, whatever the inputs themselves, which here are
/// independent standard normals, those of sequence A of the same run of the divergence measure. Along recorded inputs they
/// are those of the stretch that is read: of the law that made it as far as it is long enough to stand for that.
///
/// λ_1 below 0: whatever differed, differences fade as e^(λ_1 t) in the end, and -1/λ_1 is the time constant of
/// forgetting. Above 0: the slightest grow, and the network is chaotic. Exponents of h alone, as published programs have
/// them of LSTMs, are something else: they hold c fast.
///
/// An exponent is minus infinity where a difference is lost at once, without a trace: c of an LSTM is all that one without
/// recurrent weights remembers, so that half of its exponents are. What float64 takes for that is a direction of which one
/// step leaves no more than rounding errors of the others; a gate that is so closed, now and then, is taken for singular.
///
/// The states s(t) are those that the network goes through in its own arithmetic (`Arithmetic`): in float64 as here, in
/// float32 and the 16-bit formats as the engine has them, to the bit. Whatever it is, the derivatives are those of F in
/// exact arithmetic, with the weights as they are rounded, at the visited s(t - 1) and x(t): rounding itself has none.
/// They, and all that becomes of directions, are computed in float64 (`TangentLayer`).
public enum Lyapunov: Sendable {
  /// - Parameters:
  ///   - network: whose complete state is followed.
  ///   - settings: lengths, and how many exponents.
  ///   - stream: of which the inputs and the first directions are pure functions.
  ///   - recorded: inputs of which a stretch is read; nil, the default: standard normals.
  ///   - path: kernels that draw the inputs; all give the same.
  ///   - isCancelled: asked now and then.
  /// - Throws: `LyapunovError`; `cancelled` soon after `isCancelled` turns true.
  public static func measure<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, settings: LyapunovSettings, stream: RandomStream,
    recorded: RecordedInputs? = nil, path: SIMDPath = .best,
    isCancelled: @escaping () -> Bool = { false }
  ) throws(LyapunovError) -> LyapunovMeasurement {
    try measure(network, settings: settings, stream: stream, recorded: recorded, path: path) {
      (_) throws(LyapunovError) in
      if isCancelled() { throw .cancelled }
    }
  }

  /// The same of a run that may have been interrupted.
  ///
  /// - Parameters:
  ///   - kept: what its course wrote when it was; nil, the default, if it is to begin.
  ///   - pause: called some times a second.
  /// - Throws: `LyapunovError`, whatever `pause` throws among it.
  static func measure<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, settings: LyapunovSettings, stream: RandomStream,
    recorded: RecordedInputs?, path: SIMDPath, kept: [UInt8]? = nil,
    workBetweenPauses: Int = LyapunovCourse.workBetweenPauses,
    pause: (LyapunovCourse) throws(LyapunovError) -> Void
  ) throws(LyapunovError) -> LyapunovMeasurement {
    let inputs = DrivingInputs<Scalar>(
      network.inputSize, settings: settings, recorded: recorded, stream: stream, path: path,
      arithmetic: network.arithmetic)
    let visited =
      Scalar.precision == .float64 ? nil : VisitedStates(network, inputs: inputs, path: path)
    var course = LyapunovCourse(
      RecurrentNetwork(rounding: network), settings: settings, directions: stream.child(directionsWord),
      visited: visited.map { visited in visited.states(after:) }, inputs: inputs.values)
    if let kept, course.resume(kept) { visited?.resume(after: course.steps, course.states) }
    return try course.finish(workBetweenPauses: workBetweenPauses, pause)
  }

  /// The words 0 and 1 are for the inputs (see `DivergingInputs`).
  private static let directionsWord: UInt64 = 2
}

/// What drives the network, times a factor: independent standard normals, what sequence A of a divergence run with the same
/// stream reads; or a stretch of recorded inputs.
final class DrivingInputs<Scalar: NetworkScalar> {
  private let scale: Double
  private let arithmetic: Arithmetic
  private let stream: RandomStream
  /// With the row of the first step.
  private let recorded: (inputs: RecordedInputs, start: Int)?
  private let stretch: InputPair<Scalar>
  /// The steps that the stretch holds.
  private var steps = 0..<0

  init(
    _ size: Int, settings: LyapunovSettings, recorded: RecordedInputs? = nil, stream: RandomStream,
    path: SIMDPath, arithmetic: Arithmetic = Arithmetic(Scalar.precision)
  ) {
    scale = settings.inputScale
    self.arithmetic = arithmetic
    self.stream = DivergingInputs(inputSize: size, stream: stream).first
    self.recorded = recorded.map { ($0, Self.start(in: $0.layout, settings: settings, stream)) }
    stretch = InputPair(inputSize: size, path: path, arithmetic: arithmetic)
  }

  /// The row of recorded inputs that the first step reads.
  static func start(in layout: RecordedLayout, settings: LyapunovSettings, _ stream: RandomStream) -> Int {
    layout.start(steps: settings.allSteps, DivergingInputs(inputSize: 1, stream: stream).first)
  }

  /// The values of a step, counted from 0, as numbers of the network's precision.
  func values(at step: Int) -> [Double] {
    if !steps.contains(step) {
      steps = step..<step + stretch.capacity
      if let (inputs, start) = recorded {
        stretch.read(
          inputs.values, columns: inputs.columns, steps: steps.count, a: (start + step) % inputs.layout.rows,
          b: nil)
      } else {
        stretch.draw(steps: steps, a: stream, b: nil)
      }
    }
    let row = stretch.first(step: step - steps.lowerBound)
    return row.map { scale == 1 ? Double($0) : arithmetic.precision.nearest(scale * Double($0)) }
  }
}

/// The states that a network goes through in its own arithmetic, step by step, from zero state.
final class VisitedStates<Scalar: NetworkScalar> {
  private let engine: PairedNetworks<Scalar>
  private let inputs: DrivingInputs<Scalar>
  private let stretch: InputPair<Scalar>
  /// After each of the last steps: of the layers, h and, where there is one, c.
  private var last: [[[Double]]] = []
  /// Steps taken so far.
  private var steps = 0

  /// Twice as many as a session goes back.
  private static var mostKept: Int { 2 * TangentSession.longestInterval }

  init(_ network: RecurrentNetwork<Scalar>, inputs: DrivingInputs<Scalar>, path: SIMDPath) {
    engine = PairedNetworks([network], capacity: 1, path: path)
    self.inputs = inputs
    stretch = InputPair(inputSize: network.inputSize, capacity: 1, path: path, arithmetic: network.arithmetic)
  }

  /// Takes the network up where it was after so many steps.
  func resume(after count: Int, _ states: [[Double]]) {
    let states = states.map { $0.map { Scalar($0) } }
    engine.resume(0, (states, states))
    (steps, last) = (count, [])
  }

  /// The states after a step, counted from 0: the next one, or one of the last.
  func states(after step: Int) -> [[Double]] {
    while step >= steps {
      stretch.set(inputs.values(at: steps).map { Scalar($0) })
      engine.advance(stretch)
      if last.count == Self.mostKept { last.removeFirst() }
      last.append(engine.states(0).a.map(\.inFloat64))
      steps += 1
    }
    return last[last.count - (steps - step)]
  }
}
