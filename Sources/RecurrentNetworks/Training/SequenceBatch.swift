import CKernels

/// Sequences side by side, a minibatch: what a network reads in an update, and what it shall answer.
///
/// All end at the last step. A shorter sequence begins later; what its lane holds before is not read. Lanes
/// are filled up to a multiple of `rowLanes` with sequences that nothing is asked of.
package final class SequenceBatch {
  /// Lanes are a multiple of this, on every kernel path.
  package static let rowLanes = Int(ck_row_lanes)

  /// So many sequences, filled up.
  static func lanes(for count: Int) -> Int { (count + rowLanes - 1) / rowLanes * rowLanes }

  /// Sequences.
  package let count: Int
  /// Values per step of a sequence.
  package let inputSize: Int
  /// Most steps.
  package let capacity: Int
  /// Steps of the longest sequence.
  package internal(set) var steps = 0
  /// Sequences that have a target.
  package private(set) var targetCount = 0

  /// `count`, filled up.
  let lanes: Int
  /// [step][input][lane].
  let inputs: AlignedBuffer<Float>
  /// The step with a sequence's first input, [lane].
  let starts: AlignedBuffer<Int32>
  private(set) var latestStart = 0
  /// [lane].
  let targets: AlignedBuffer<Float>
  /// 1 where there is a target, [lane].
  let asks: AlignedBuffer<Float>
  private let path: SIMDPath

  /// - Precondition: all at least 1.
  package init(count: Int, inputSize: Int, capacity: Int, path: SIMDPath) {
    precondition(count >= 1 && inputSize >= 1 && capacity >= 1)
    self.count = count
    self.inputSize = inputSize
    self.capacity = capacity
    self.path = path
    lanes = Self.lanes(for: count)
    inputs = AlignedBuffer(count: capacity * inputSize * lanes)
    starts = AlignedBuffer(count: lanes)
    targets = AlignedBuffer(count: lanes)
    asks = AlignedBuffer(count: lanes)
  }

  /// Numbers of a stream that are kept for one minibatch: its inputs, up to the next whole tile of uniforms.
  package var streamStride: UInt64 { UInt64((capacity * inputSize * lanes + 63) / 64 * 64) }

  /// New sequences of equal length with uniform inputs in [0, 1), none with a target.
  ///
  /// Input i of lane b at step t is number `index * streamStride` + (t I + i) B + b of the stream, where I is
  /// the input size and B are the lanes.
  ///
  /// - Precondition: 1 to `capacity` steps.
  package func drawUniforms(steps: Int, stream: RandomStream, index: UInt64) {
    precondition(steps >= 1 && steps <= capacity)
    self.steps = steps
    if latestStart > 0 { for lane in 0..<lanes { starts.base[lane] = 0 } }
    latestStart = 0
    for lane in 0..<lanes { asks.base[lane] = 0 }
    targetCount = 0
    stream.fillUniforms(
      inputs.base, first: index * streamStride, count: steps * inputSize * lanes, path: path)
  }

  /// Has a sequence begin at a later step.
  ///
  /// - Precondition: the step is one of the batch's.
  package func setStart(_ sequence: Int, _ step: Int) {
    precondition((0..<count).contains(sequence) && (0..<steps).contains(step))
    starts.base[sequence] = Int32(step)
    latestStart = max(latestStart, step)
  }

  /// Asks the first `asked` sequences, as far as they are long enough, for the input `position` steps from
  /// the end (1: the last), the first input of that step.
  ///
  /// - Precondition: the position is at least 1.
  package func askForInput(position: Int, of asked: Int) {
    precondition(position >= 1)
    let step = steps - position
    for lane in 0..<count {
      let isAsked = lane < asked && step >= Int(starts.base[lane])
      ask(lane, for: isAsked ? inputs.base[step * inputSize * lanes + lane] : nil)
    }
  }

  /// What a sequence reads, steps x inputs.
  package func inputs(of sequence: Int) -> [Float] {
    precondition((0..<count).contains(sequence))
    return (Int(starts.base[sequence])..<steps).flatMap { step in
      (0..<inputSize).map { inputs.base[(step * inputSize + $0) * lanes + sequence] }
    }
  }

  /// Asks a sequence for an answer, or for none.
  func ask(_ lane: Int, for target: Float?) {
    targetCount += (target == nil ? 0 : 1) - Int(asks.base[lane])
    asks.base[lane] = target == nil ? 0 : 1
    targets.base[lane] = target ?? 0
  }
}

/// One sequence that a network is trained on: what it reads, and what it shall answer after the last step.
struct TrainingSequence<Scalar: NetworkScalar>: Equatable, Sendable {
  /// Steps of input-size values, at least one step.
  var inputs: [[Scalar]]
  /// What the sum of the network's outputs shall be after the last step; nil: the sequence asks nothing.
  var target: Scalar?
}

/// Single sequences, for the plain twin.
extension SequenceBatch {
  /// A batch of given sequences.
  ///
  /// - Precondition: at least one sequence; all have steps, of the same number of values.
  convenience init(_ sequences: [TrainingSequence<Float>], path: SIMDPath) {
    let longest = sequences.map(\.inputs.count).max() ?? 0
    self.init(
      count: sequences.count, inputSize: sequences[0].inputs[0].count, capacity: longest, path: path)
    steps = longest
    for (lane, sequence) in sequences.enumerated() {
      setStart(lane, longest - sequence.inputs.count)
      for (step, input) in sequence.inputs.enumerated() {
        for (i, value) in input.enumerated() {
          inputs[((longest - sequence.inputs.count + step) * inputSize + i) * lanes + lane] = value
        }
      }
      ask(lane, for: sequence.target)
    }
  }

  /// Sequence number `index`, in another precision or the same.
  func sequence<Scalar: NetworkScalar>(_ index: Int, as type: Scalar.Type) -> TrainingSequence<Scalar> {
    precondition((0..<count).contains(index))
    let inputs = inputs(of: index)
    return TrainingSequence(
      inputs: stride(from: 0, to: inputs.count, by: inputSize).map { step in
        inputs[step..<step + inputSize].map { Scalar($0) }
      },
      target: asks[index] == 0 ? nil : Scalar(targets[index]))
  }

  func sequences<Scalar: NetworkScalar>(as type: Scalar.Type) -> [TrainingSequence<Scalar>] {
    (0..<count).map { sequence($0, as: type) }
  }
}
