/// Networks that return their first input after any number of steps: the positive control of every measure
/// of memory.
///
/// All store s·x₁ with s = 2^-76 in one unit, whose gates close once the first step is over, and stay closed
/// whatever the later inputs are. The answer is 2^76 times that unit's hidden state.
///
/// ## Why the stored value never changes
///
/// A started flag, a unit that is 0 before the first step and constant after it, drives the gates; the inputs
/// do not touch them. Its weights make a gate's pre-activation about ±1,024, where the sigmoid is exactly 0 or
/// 1 in floating point: 1 above 17 (float32) or 37 (float64), because 1 + exp(-x) rounds to 1, and 0 below -104
/// or -746, because exp(x) rounds to 0. What is multiplied by a gate of 0 is lost to the last bit, what is
/// multiplied by 1 is kept to the last bit.
///
/// ## Why the answer is exact
///
/// The input is scaled by a power of two, which is exact as long as s·x₁ is a normal number. On its way to the
/// store it goes through tanh: twice in all (LSTM, GRU), or twice and once more at every step (RNN). With
/// y = s·x₁, tanh(y) = y - y³/3 + ..., so it differs from y by less than y²/3 relatively. Half the distance from y
/// to the next number of a format of p bits (24, 53) is at least 2^-(p + 1) of y. So tanh(y) rounds to y, bit for
/// bit, where y²/3 < 2^-(p + 1): for |y| ≤ 2^-12 in float32 and |y| ≤ 2^-27 in float64. The kernels compute
/// y + y³p(y²) with one rounding at the end, and therefore return y itself, too. With |x₁| ≤ 2^20, |y| ≤ 2^-56.
///
/// So, for |x₁| from 2^-50 to 2^20 (about 1e-15 to a million; normal draws reach 6.66): **the answer is x₁, bit for
/// bit, after any number of steps**, in float32 and in float64, on every kernel path. Below, s·x₁ leaves the
/// normal numbers of float32 and the answer is within 2^-50, an absolute error, even where arithmetic flushes
/// such numbers to zero. (In float64 this is so below 2^-946.)
///
/// A larger s would do for these kernels. This one does for others, too: the tanh of the GNU C library, for
/// example, is up to a unit in the last place off above 2^-55 and exact below. In arithmetic whose tanh is off by e
/// units in the last place everywhere, the relative error is up to 2e units and does not grow (LSTM, GRU): in
/// ONNX Runtime, 3e-7. In PyTorch and Keras, on TensorFlow and JAX, the answer is exact as it is here
/// (Tests/Peers/check_latch.py).
///
/// Above the range, the answer is off by 2(s·x₁)²/3 relatively (LSTM, GRU), from the two tanh, whatever the number
/// of steps, where that is more than rounding: above 2^64 in float32 and 2^49 in float64.
///
/// ## A unit to look at
///
/// The store is some 1e-23, out of sight of measures that look at the size of differences. So each network has
/// a unit more that shows tanh(x₁), or near, at the scale of other networks' outputs; it is not read back.
///
/// Inputs other than input 0 are read by no unit.
public enum Latch {
  /// s.
  static let inputScale = 0x1p-76
  /// The readout's factor, 1 / s.
  static let readoutScale = 0x1p76
  /// Largest |x₁| for which the answer is exact.
  public static let largestFirstInput = 0x1p20
  /// A pre-activation of this size closes or opens a gate completely, with a wide margin.
  static let saturation = 1_024.0

  /// The fewest units of a latch.
  public static func leastHiddenSize(_ cell: CellType) -> Int {
    switch cell {
    case .lstm: 3
    case .gru, .gruResetBefore: 5
    case .rnn, .esn: 6
    }
  }

  typealias Parts<Scalar: NetworkScalar> = (
    network: RecurrentNetwork<Scalar>, units: [ConstructedNetwork<Scalar>.UnitRole]
  )

  /// - Precondition: `hiddenSize` is at least the least one.
  static func network<Scalar: NetworkScalar>(
    cell: CellType, hiddenSize: Int, inputSize: Int
  ) -> Parts<Scalar> {
    var draft = LayerDraft<Scalar>(cell, inputSize: inputSize, hiddenSize: hiddenSize)
    let units: [ConstructedNetwork<Scalar>.UnitRole]
    switch cell {
    case .lstm: units = writeLSTM(&draft)
    case .gru, .gruResetBefore: units = writeGRU(&draft)
    case .rnn, .esn: units = writeRNN(&draft)
    }
    return (RecurrentNetwork(layers: [draft.layer]), units)
  }

  /// The store is unit 0 of every latch.
  static func guarantee(cell: CellType, hiddenSize: Int, precision: Precision) -> RecallGuarantee {
    let firstStep =
      switch cell {
      case .lstm: 1
      case .gru, .gruResetBefore: 2
      case .rnn, .esn: 3
      }
    let smallestNormal = precision == .float32 ? 0x1p-126 : 0x1p-1022
    return RecallGuarantee(
      unit: 0, scale: readoutScale,
      readout: LinearReadout(unit: 0, scale: readoutScale, outputSize: hiddenSize),
      promise: RecallPromise(
        firstStep: firstStep, exactRange: smallestNormal * readoutScale...largestFirstInput,
        smallInputError: smallestNormal * readoutScale),
      largestLaterInput: largestLaterInput(cell, precision))
  }

  /// In float64 an RNN's gate unit stays saturated while s·x is small against 2^100; no other latch has a limit.
  private static func largestLaterInput(_ cell: CellType, _ precision: Precision) -> Double {
    switch (precision, cell) {
    case (.float32, _): Double(Float.greatestFiniteMagnitude)
    case (.float64, .rnn): 0x1p175
    case (.float64, _): Double.greatestFiniteMagnitude
    }
  }
}
