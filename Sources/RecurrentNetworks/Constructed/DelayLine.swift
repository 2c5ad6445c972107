/// A shift register: unit j holds input 0 of j steps ago, times 2^-16.
///
/// h'[0] = tanh(2^-16 x), h'[j] = tanh(h[j - 1]). So small, tanh is the identity: it takes off a share of
/// (2^-16 x)² / 3 in each step, less than the last bit of float32 for inputs up to 30. N units know the last N
/// inputs and no others: of those before the present one, N - 1, which is the network's memory capacity.
enum DelayLine {
  static let scale = 0x1p-16

  /// An RNN.
  static func network<Scalar: NetworkScalar>(hiddenSize: Int, inputSize: Int) -> RecurrentNetwork<Scalar> {
    var draft = LayerDraft<Scalar>(.rnn, inputSize: inputSize, hiddenSize: hiddenSize)
    draft.connect(input: 0, to: .candidate, of: 0, Scalar(scale))
    for unit in 1..<max(hiddenSize, 1) { draft.connect(unit: unit - 1, to: .candidate, of: unit, 1) }
    return RecurrentNetwork(layers: [draft.layer])
  }
}
