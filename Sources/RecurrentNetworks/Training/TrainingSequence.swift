/// One sequence that a network is trained on: what it reads, and what it shall answer after the last step.
struct TrainingSequence<Scalar: NetworkScalar>: Equatable, Sendable {
  /// Steps of input-size values, at least one step.
  var inputs: [[Scalar]]
  /// What the sum of the network's outputs shall be after the last step; nil: the sequence asks nothing.
  var target: Scalar?
}
