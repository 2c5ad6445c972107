import RecurrentNetworks

/// How far two sequences are that run side by side, with all that their results and their next steps depend on besides
/// network and inputs.
struct RecallPair<Scalar: NetworkScalar>: Sendable {
  /// Steps that were taken.
  var step = 0
  /// The step after which outputs were not finite; 0 if there is none.
  var failure = 0
  /// Of either sequence, as the network saw it; none before step 1.
  var firstInputs: [Double] = []
  /// Both states of the network, layer by layer; none at the beginning and the end.
  var states: (a: [[Scalar]], b: [[Scalar]]) = ([], [])
  /// Of either sequence, steps at which the answer is read x units, row by row, as far as they are reached and readouts
  /// are fitted to them.
  var outputs: [[Scalar]] = [[], []]
  /// What readouts make of them otherwise.
  var answers: [[Double]] = [[], []]

  /// Writes it, or reads it back.
  ///
  /// - Parameters:
  ///   - units: of outputs; nil for answers.
  ///   - sizes: numbers of a complete state, layer by layer.
  mutating func pass(_ state: inout StateBytes, _ settings: RecallSettings, units: Int?, sizes: [Int]) {
    let steps = settings.steps
    state.pass(&step)
    state.pass(&failure)
    guard 0...settings.totalSteps ~= step, failure == 0 || (failure == step && steps.contains(step)) else {
      return state.check(false)
    }
    guard step > 0 else { return }
    let places = steps.count { $0 <= step } - (failure == 0 ? 0 : 1)
    state.pass(&firstInputs, count: 2)
    for sequence in 0..<2 {
      if let units {
        state.pass(&outputs[sequence], count: places * units)
      } else {
        state.pass(&answers[sequence], count: places)
      }
    }
    guard failure == 0, step < settings.totalSteps else { return }
    if states.a.isEmpty { states = (sizes.map { _ in [] }, sizes.map { _ in [] }) }
    for (layer, size) in sizes.enumerated() {
      state.pass(&states.a[layer], count: size)
      state.pass(&states.b[layer], count: size)
    }
  }
}

/// Pairs of sequences, all equally far, that go through one network together.
///
/// Sendable without the compiler's word because one thread at a time touches it.
final class RecallBatch<Scalar: NetworkScalar>: @unchecked Sendable {
  /// Of its pairs among all.
  let numbers: [Int]
  private let session: RecallSession<Scalar>
  private let readouts: [LinearReadout]?
  private let magnitude: Double
  private let streams: [(a: RandomStream, b: RandomStream)]
  private let inputs: [InputPair<Scalar>]
  private let engine: PairedNetworks<Scalar>
  private let steps: [Int]
  private var pairs: [RecallPair<Scalar>]
  /// Pairs without a failure.
  private var running: [Int]
  private var step: Int

  /// - Parameters:
  ///   - pairs: at least one, all at one step.
  ///   - readouts: one for every step at which the answer is read; nil if outputs are to be kept.
  ///   - stream: of which every sequence is a pure function, by its number.
  init(
    _ session: RecallSession<Scalar>, _ numbers: [Int], _ pairs: [RecallPair<Scalar>],
    readouts: [LinearReadout]?, magnitude: Double, stream: RandomStream
  ) {
    let network = session.network
    self.session = session
    self.numbers = numbers
    self.pairs = pairs
    self.readouts = readouts
    self.magnitude = magnitude
    streams = numbers.map { (stream.child(UInt64(2 * $0)), stream.child(UInt64(2 * $0 + 1))) }
    inputs = numbers.map { _ in
      InputPair(inputSize: network.inputSize, path: session.path, arithmetic: network.arithmetic)
    }
    engine = PairedNetworks(
      [network], runs: pairs.indices.map { (network: 0, inputs: $0) }, capacity: inputs[0].capacity,
      path: session.path)
    steps = session.settings.steps
    running = Array(pairs.indices)
    step = pairs[0].step
    guard step > 0 else { return }
    for index in pairs.indices { engine.resume(index, pairs[index].states) }
  }

  var isFinished: Bool { running.isEmpty || step == session.settings.totalSteps }

  /// The pairs as they are now.
  var progress: [RecallPair<Scalar>] {
    var pairs = pairs
    for index in running {
      pairs[index].step = step
      pairs[index].states = step == 0 || isFinished ? ([], []) : engine.states(index)
    }
    return pairs
  }

  /// So many steps are taken at least: fewer waste what the engine has from taking several.
  private static var leastSteps: Int { 8 }

  /// Takes further steps.
  ///
  /// - Parameter work: multiply-adds that they are about to take.
  func advance(_ work: Double) {
    var left = work
    while left > 0, !isFinished, let next = steps.first(where: { $0 > step }) {
      let affordable = max(Self.leastSteps, Int(left / max(1, engine.stepCost)))
      // The first step alone, for its scaled input.
      let range = step..<(step == 0 ? 1 : min(step + inputs[0].capacity, next, step + affordable))
      for index in running {
        session.read(range, into: inputs[index], streams[index].a, streams[index].b)
        if step == 0 { scaleFirstInputs(index) }
      }
      left -= Double(range.count) * engine.stepCost
      engine.advance(inputs)
      step = range.upperBound
      if step == next { readAnswers() }
    }
  }

  private func scaleFirstInputs(_ index: Int) {
    let pair = inputs[index]
    var (first, second) = (pair.first(step: 0), pair.second(step: 0))
    first[0] *= Scalar(magnitude)
    second[0] *= Scalar(magnitude)
    pair.set(first, second: second)
    pairs[index].firstInputs = [pair.first(step: 0)[0], pair.second(step: 0)[0]].map { Double($0) }
  }

  private func readAnswers() {
    let place = steps.count { $0 < step }
    for index in running {
      let (a, b) = engine.outputs(index)
      guard (a + b).allSatisfy(\.isFinite) else {
        (pairs[index].step, pairs[index].failure) = (step, step)
        continue
      }
      for (sequence, outputs) in [a, b].enumerated() {
        if let readouts {
          pairs[index].answers[sequence].append(readouts[place].answer(outputs))
        } else {
          pairs[index].outputs[sequence] += outputs
        }
      }
    }
    let failed = running.filter { pairs[$0].failure > 0 }
    engine.remove(failed)
    running.removeAll { failed.contains($0) }
  }
}
