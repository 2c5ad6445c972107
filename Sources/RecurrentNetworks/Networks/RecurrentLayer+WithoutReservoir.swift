extension RecurrentLayer {
  /// The same layer, bit for bit, as one of a cell that everybody has: an echo state layer of tanh units without a
  /// leak as an RNN layer, any other cell's as it is. Nil for leaky and for linear units.
  public var withoutReservoir: RecurrentLayer? {
    guard cell == .esn else { return self }
    guard leakRate == 1, activation == .tanh else { return nil }
    return RecurrentLayer(
      cell: .rnn, inputSize: inputSize, hiddenSize: hiddenSize, inputKernel: inputKernel,
      recurrentKernel: recurrentKernel, bias: bias)
  }
}
