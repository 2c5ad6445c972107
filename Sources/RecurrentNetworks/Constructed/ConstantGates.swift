import Foundation

/// Networks without recurrent weights, whose gates are constant: the exact controls of the divergence measure.
///
/// The candidate's weight is so large that tanh saturates, ±1 exactly unless the input is 0: each unit follows the
/// sign of one input, odd units with the opposite sign. Units of upper layers follow the unit below.
///
/// | | LSTM | GRU |
/// |---|---|---|
/// | memoryless | c' = sign(x) | h' = sign(x) |
/// | forgetting | c' = f c + sign(x) | h' = f h + (1 - f) sign(x) |
/// | perfect | c' = c + 2^-13 x | |
///
/// - memoryless: the state is a function of the last input. The divergence settles and merges at step 1. An RNN's
///   is h' = sign(x).
/// - forgetting: the difference of the states is f^k times the first, until it is lost in the last bit of the
///   state, near step p ln 2 / -ln f for p significant bits. The very step follows from adding up the signs.
/// - perfect: the states' difference stays, but for rounding, 2^-13 times the difference of the sums: never merges.
///   (A plain sum, as signs have it, would now and then come to the same for both sequences.)
public enum ConstantGates {
  /// Forgetting rates that the gates can have in both precisions.
  public static let rates = 1e-6...0.999999

  /// The bias at which sigmoid is `rate`.
  static func bias(for rate: Double) -> Double { log(rate) - log1p(-rate) }

  /// - Parameters:
  ///   - rate: f, from `rates`; the network's own is the sigmoid of a bias rounded to its precision.
  ///   - layers: stacked layers, all of the same kind.
  static func forgetting<Scalar: NetworkScalar>(
    _ rate: Double, cell: CellType, hiddenSize: Int, inputSize: Int, layers: Int = 1
  ) -> RecurrentNetwork<Scalar> {
    network(cell, hiddenSize, inputSize, layers, keeping: Scalar(bias(for: rate)), weight: 0x1p100)
  }

  static func memoryless<Scalar: NetworkScalar>(
    cell: CellType, hiddenSize: Int, inputSize: Int, layers: Int = 1
  ) -> RecurrentNetwork<Scalar> {
    network(cell, hiddenSize, inputSize, layers, keeping: -Scalar(Latch.saturation), weight: 0x1p100)
  }

  /// An LSTM: only its forget gate and input gate can both be 1.
  static func perfect<Scalar: NetworkScalar>(
    hiddenSize: Int, inputSize: Int, layers: Int = 1
  ) -> RecurrentNetwork<Scalar> {
    network(.lstm, hiddenSize, inputSize, layers, keeping: Scalar(Latch.saturation), weight: 0x1p-13)
  }

  /// - Parameters:
  ///   - keep: bias of the gate that keeps the state: f, or z.
  ///   - weight: of the candidate.
  private static func network<Scalar: NetworkScalar>(
    _ cell: CellType, _ hiddenSize: Int, _ inputSize: Int, _ layers: Int, keeping keep: Scalar,
    weight: Scalar
  ) -> RecurrentNetwork<Scalar> {
    let open = Scalar(Latch.saturation)
    return RecurrentNetwork(
      layers: (0..<layers).map { depth in
        let width = depth == 0 ? inputSize : hiddenSize
        var draft = LayerDraft<Scalar>(cell, inputSize: width, hiddenSize: hiddenSize)
        for unit in 0..<hiddenSize {
          let isNegative = depth == 0 && !unit.isMultiple(of: 2)
          draft.connect(input: unit % width, to: .candidate, of: unit, isNegative ? -weight : weight)
          for gate in cell.gates {
            switch gate {
            case .input, .output: draft.bias(gate, of: unit, open)
            case .forget, .update: draft.bias(gate, of: unit, keep)
            case .candidate, .reset: break
            }
          }
        }
        return draft.layer
      })
  }
}

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
