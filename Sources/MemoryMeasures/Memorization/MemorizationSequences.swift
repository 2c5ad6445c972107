import RecurrentNetworks

/// The sequences of the task: minibatches that are pure functions of a stream and their index.
struct MemorizationSequences {
  let position: Int
  let lengths: ClosedRange<Int>
  let lengthDraw: LengthDraw
  let inputs: RandomStream
  let lengthStream: RandomStream
  let batch: SequenceBatch

  /// What sequences are for: a word of the path of their streams.
  enum Role: UInt64 {
    case training, evaluation
  }

  init(
    _ role: Role, position: Int, lengths: ClosedRange<Int>, lengthDraw: LengthDraw, count: Int,
    stream: RandomStream, path: SIMDPath
  ) {
    self.position = position
    self.lengths = lengths
    self.lengthDraw = lengthDraw
    inputs = stream.child(role.rawValue, 0)
    lengthStream = stream.child(role.rawValue, 1)
    batch = SequenceBatch(count: count, inputSize: 1, capacity: lengths.upperBound, path: path)
  }

  /// Fills the batch with minibatch `index`.
  ///
  /// - Parameter asked: sequences, from the first on, that are asked for an answer; nil: all.
  func draw(_ index: Int, asked: Int? = nil) {
    switch lengthDraw {
    case .minibatch:
      batch.drawUniforms(steps: length(index), stream: inputs, index: UInt64(index))
    case .sequence:
      let drawn = (0..<batch.count).map { length(index * batch.count + $0) }
      let longest = drawn.reduce(1, max)
      batch.drawUniforms(steps: longest, stream: inputs, index: UInt64(index))
      for (sequence, length) in drawn.enumerated() { batch.setStart(sequence, longest - length) }
    }
    batch.askForInput(position: position, of: asked ?? batch.count)
  }

  private func length(_ index: Int) -> Int {
    lengths.lowerBound + lengthStream.integer(below: lengths.count, at: UInt64(index))
  }
}
