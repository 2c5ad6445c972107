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
    draft.connect(unit: closed, to: .reset, of: draft.cell == .gru ? store : entry, -2 * open)
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
