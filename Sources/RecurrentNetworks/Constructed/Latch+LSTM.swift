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
