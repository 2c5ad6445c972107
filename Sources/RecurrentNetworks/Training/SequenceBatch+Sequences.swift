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
    let steps = Int(starts[index])..<steps
    return TrainingSequence(
      inputs: steps.map { step in
        (0..<inputSize).map { Scalar(inputs[(step * inputSize + $0) * lanes + index]) }
      },
      target: asks[index] == 0 ? nil : Scalar(targets[index]))
  }

  func sequences<Scalar: NetworkScalar>(as type: Scalar.Type) -> [TrainingSequence<Scalar>] {
    (0..<count).map { sequence($0, as: type) }
  }
}
