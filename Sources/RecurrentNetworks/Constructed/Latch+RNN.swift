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
