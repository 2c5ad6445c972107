/// Derivatives of a loss with respect to the weights of one layer, in the layouts of `RecurrentLayer`.
struct LayerGradients<Scalar: NetworkScalar>: Equatable, Sendable {
  /// I x GH.
  var inputKernel: [Scalar]
  /// H x GH.
  var recurrentKernel: [Scalar]
  /// GH.
  var bias: [Scalar]
  /// GH for `gru`, empty for every other cell.
  var recurrentBias: [Scalar]

}

extension LayerGradients {
  /// All zero.
  init(_ layer: RecurrentLayer<Scalar>) {
    inputKernel = Array(repeating: 0, count: layer.inputKernel.count)
    recurrentKernel = Array(repeating: 0, count: layer.recurrentKernel.count)
    bias = Array(repeating: 0, count: layer.bias.count)
    recurrentBias = Array(repeating: 0, count: layer.recurrentBias.count)
  }
}
