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

  /// By what a latch's store is closed.
  private enum Design {
    /// The input gate of a cell state: see `writeLSTM`.
    case inputGate
    /// The update gate: see `writeGRU`.
    case updateGate
    /// Saturation, in cells without gates: see `writeRNN`.
    case saturation

    init(_ cell: CellType) {
      let gates = cell.gates
      self = gates.contains(.input) ? .inputGate : gates.contains(.update) ? .updateGate : .saturation
    }
  }

  /// The fewest units of a latch.
  public static func leastHiddenSize(_ cell: CellType) -> Int {
    switch Design(cell) {
    case .inputGate: 3
    case .updateGate: 5
    case .saturation: 6
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
    switch Design(cell) {
    case .inputGate: units = writeLSTM(&draft)
    case .updateGate: units = writeGRU(&draft)
    case .saturation: units = writeRNN(&draft)
    }
    return (RecurrentNetwork(layers: [draft.layer]), units)
  }

  /// The store is unit 0 of every latch.
  static func guarantee(cell: CellType, hiddenSize: Int, precision: Precision) -> RecallGuarantee {
    let firstStep =
      switch Design(cell) {
      case .inputGate: 1
      case .updateGate: 2
      case .saturation: 3
      }
    let smallestNormal = precision == .float64 ? 0x1p-1022 : 0x1p-126
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
    switch (precision, Design(cell)) {
    case (.float64, .saturation): 0x1p175
    case (.float64, _): Double.greatestFiniteMagnitude
    default: Double(Float.greatestFiniteMagnitude)
    }
  }
}

extension Latch {
  /// Unit 0 stores, unit 1 is the started flag, unit 2 shows.
  ///
  ///                 i                    f      g                 o
  ///     0 store     σ(1024 - 4096 flag)  σ(1024)  tanh(2^-76 x)     σ(1024)
  ///     1 flag      σ(1024)              σ(-1024)  tanh(1024)        σ(1024)
  ///     2 display   σ(1024)              σ(-1024)  tanh(2^76 store)  σ(1024)
  ///
  /// The flag's c is 1 from the first step on and its h tanh(1) = 0.76, so the store's input gate has the
  /// pre-activation 1,024 at the first step and -2,095 ever after: c = 1·0 + 1·tanh(s x₁), then c = 1·c + 0·g.
  static func writeLSTM<Scalar: NetworkScalar>(
    _ draft: inout LayerDraft<Scalar>
  ) -> [ConstructedNetwork<Scalar>.UnitRole] {
    let (store, flag, display) = (0, 1, 2)
    let open = Scalar(saturation)
    for unit in [store, flag, display] {
      draft.bias(.input, of: unit, open)
      draft.bias(.output, of: unit, open)
      draft.bias(.forget, of: unit, unit == store ? open : -open)
    }
    draft.connect(input: 0, to: .candidate, of: store, Scalar(inputScale))
    draft.connect(unit: flag, to: .input, of: store, -4 * open)
    draft.bias(.candidate, of: flag, open)
    draft.connect(unit: store, to: .candidate, of: display, Scalar(readoutScale))
    return [
      .init("store", "holds 2^-76 times input 0 of step 1"),
      .init("flag", "0 before the first step, tanh(1) after it: closes the store's input gate"),
      .init("display", "shows tanh(tanh(the answer)), at the scale of other networks' outputs"),
    ]
  }
}

extension Latch {
  /// Unit 0 stores, unit 1 takes the input, units 2 and 3 are flags, unit 4 shows.
  ///
  ///                z                       r                       n
  ///     0 store    σ(-1024 + 2048 closed)  σ(1024 - 2048 closed)   tanh(r entry)
  ///     1 entry    σ(-1024)                σ(1024 - 2048 closed)   tanh(2^-76 x)
  ///     2 flag     σ(-1024)                σ(1024)                 tanh(1024)
  ///     3 closed   σ(-1024)                σ(1024)                 tanh(1024 flag)
  ///     4 display  σ(-1024)                σ(1024)                 tanh(2^76 store)
  ///
  /// Step 1: entry = tanh(s x₁). Step 2: store = tanh(entry); flag, 1 since step 1, sets closed. From step 3 on
  /// the store's update gate is 1, and its candidate is tanh(0) = 0, because the reset gate is 0.
  ///
  /// Why not write the input straight into the store? Its later candidates would then be tanh(s x_t). With
  /// h' = z h + (1 - z) n that is no matter, but some implementations, PyTorch's for one, compute
  /// h' = n + z (h - n), which rounds at every step unless n is 0.
  ///
  /// The reset gate that closes is the store's own if it acts after the product, and that of the unit read,
  /// entry, if before it.
  static func writeGRU<Scalar: NetworkScalar>(
    _ draft: inout LayerDraft<Scalar>
  ) -> [ConstructedNetwork<Scalar>.UnitRole] {
    let (store, entry, flag, closed, display) = (0, 1, 2, 3, 4)
    let open = Scalar(saturation)
    for unit in [store, entry, flag, closed, display] {
      draft.bias(.update, of: unit, -open)
      draft.bias(.reset, of: unit, open)
    }
    draft.connect(unit: closed, to: .update, of: store, 2 * open)
    draft.connect(unit: closed, to: .reset, of: draft.cell.reset == .afterProduct ? store : entry, -2 * open)
    draft.connect(unit: entry, to: .candidate, of: store, 1)
    draft.connect(input: 0, to: .candidate, of: entry, Scalar(inputScale))
    draft.bias(.candidate, of: flag, open)
    draft.connect(unit: flag, to: .candidate, of: closed, open)
    draft.connect(unit: store, to: .candidate, of: display, Scalar(readoutScale))
    return [
      .init("store", "holds 2^-76 times input 0 of step 1, from step 2 on"),
      .init("entry", "2^-76 times input 0 of the step"),
      .init("flag", "0 before the first step, 1 after it"),
      .init("closed", "0 up to the first step, 1 after the second: closes the store's gates"),
      .init("display", "shows tanh(the answer), at the scale of other networks' outputs"),
    ]
  }
}

extension Latch {
  /// A plain RNN has no gates: every input is added to its state through tanh, the first like the later ones. It
  /// has saturation instead. A unit driven far to one side is exactly ±1 in floating point, whatever else is added
  /// to it: nothing passes. So a flag can shut a unit that reads the input, and the constant it then shows can be
  /// taken off again.
  ///
  ///     0 store    tanh(store + passed)
  ///     1 gate     tanh(2^-76 x + 2^100 flag)
  ///     2 flag     tanh(1024)
  ///     3 shut     tanh(1024 flag)
  ///     4 passed   tanh(gate - shut)
  ///     5 display  tanh(2^76 store)
  ///
  /// Step 1: gate = tanh(s x₁), flag = 1. Step 2: passed = tanh(gate - 0), and gate = 1 from here on, because
  /// |s x| is nothing against 2^100 for every finite float32 x; shut = 1. Step 3: store = tanh(0 + passed), and
  /// passed = tanh(1 - 1) = 0 from here on. Afterwards store = tanh(store + 0), which is store bit for bit as
  /// said at `Latch`. `passed` is a unit of its own so that 1 - 1 is not added to something small: the order
  /// in which an implementation sums does not matter.
  ///
  /// ## What is different from the gated cells
  ///
  /// Their store is multiplied by 1. Here it goes through tanh at every step and stays only because tanh rounds
  /// to the identity near 0. Where it does not, the store fades: h' = h - h³/3, so after n steps the relative
  /// error is n (s x₁)²/3, until h ~ sqrt(3/(2n)) in the end. That is so beyond the range and in exact
  /// arithmetic, where it is 6e-30 after 100,000 steps at |x₁| = 2^20, and can be made as small as desired by a
  /// smaller s, but not zero. A tanh that is e units in the last place off near 0 costs up to e n units. One that
  /// is 0 there, as that of ONNX Runtime's RNN, stores nothing.
  ///
  /// In exact arithmetic no network of any of these cells recalls every real sequence exactly: its answer is a
  /// bounded function of x₁, and x₁ is not bounded.
  ///
  /// Saturation is what it takes: in a network that stays in the linear range, the answer is a sum over the inputs
  /// with weights that depend on their age alone. If the first input's does not fade, no other's does, and the answer
  /// is the sum of all. And it takes the small scale: at the scale of 1, what a unit holds for ever in spite of tanh
  /// is one of two stable values, a bit.
  static func writeRNN<Scalar: NetworkScalar>(
    _ draft: inout LayerDraft<Scalar>
  ) -> [ConstructedNetwork<Scalar>.UnitRole] {
    let (store, gate, flag, shut, passed, display) = (0, 1, 2, 3, 4, 5)
    draft.connect(unit: store, to: .candidate, of: store, 1)
    draft.connect(unit: passed, to: .candidate, of: store, 1)
    draft.connect(input: 0, to: .candidate, of: gate, Scalar(inputScale))
    draft.connect(unit: flag, to: .candidate, of: gate, 0x1p100)
    draft.bias(.candidate, of: flag, Scalar(saturation))
    draft.connect(unit: flag, to: .candidate, of: shut, Scalar(saturation))
    draft.connect(unit: gate, to: .candidate, of: passed, 1)
    draft.connect(unit: shut, to: .candidate, of: passed, -1)
    draft.connect(unit: store, to: .candidate, of: display, Scalar(readoutScale))
    return [
      .init("store", "holds 2^-76 times input 0 of step 1, from step 3 on"),
      .init("gate", "2^-76 times input 0 at step 1, saturated at 1 after it"),
      .init("flag", "0 before the first step, 1 after it: saturates the gate"),
      .init("shut", "0 up to the first step, 1 after the second: the saturated gate's value"),
      .init("passed", "what the gate let through a step ago, 0 after step 2"),
      .init("display", "shows tanh(the answer), at the scale of other networks' outputs"),
    ]
  }
}
