import CKernels

/// One layer's weights while it is trained, their derivatives, and the records of a minibatch's steps.
final class TrainedLayer {
  private let cell: CellType
  let inputSize: Int
  private let hiddenSize: Int
  private let parameters: AlignedBuffer<Float>
  private let derivatives: AlignedBuffer<Float>
  private let bias: AlignedBuffer<Float>
  private let gates: AlignedBuffer<Float>
  private let hidden: AlignedBuffer<Float>
  private let cells: AlignedBuffer<Float>
  private let squashed: AlignedBuffer<Float>
  private let carry: AlignedBuffer<Float>

  init(_ layer: RecurrentLayer<Float>, steps: Int, lanes: Int) {
    cell = layer.cell
    inputSize = layer.inputSize
    hiddenSize = layer.hiddenSize
    let row = layer.hiddenSize * lanes
    parameters = AlignedBuffer(count: layer.parameterCount)
    derivatives = AlignedBuffer(count: layer.parameterCount)
    bias = AlignedBuffer(count: layer.cell == .gru ? layer.bias.count : 0)
    gates = AlignedBuffer(count: steps * (layer.cell == .rnn ? 1 : 4) * row)
    hidden = AlignedBuffer(count: (steps + 1) * row)
    cells = AlignedBuffer(count: layer.cell == .lstm ? (steps + 1) * row : 0)
    squashed = AlignedBuffer(count: layer.cell == .lstm ? steps * row : 0)
    carry = AlignedBuffer(count: layer.cell == .lstm || layer.cell == .gruResetBefore ? row : 0)
    let weights = layer.inputKernel + layer.recurrentKernel + layer.bias + layer.recurrentBias
    for (index, weight) in weights.enumerated() { parameters[index] = weight }
  }

  /// Valid as long as this object lives.
  var kernelLayer: ck_training_layer {
    ck_training_layer(
      cell: cell.kernelCell, input_size: inputSize, hidden_size: hiddenSize, parameters: parameters.base,
      derivatives: derivatives.base, bias: bias.base, gates: gates.base, hidden: hidden.base,
      cells: cells.base, squashed: squashed.base, carry: carry.base)
  }

  /// With the weights as they are now.
  var layer: RecurrentLayer<Float> {
    let arrays = arrays(parameters)
    return RecurrentLayer(
      cell: cell, inputSize: inputSize, hiddenSize: hiddenSize, inputKernel: arrays.inputKernel,
      recurrentKernel: arrays.recurrentKernel, bias: arrays.bias, recurrentBias: arrays.recurrentBias)
  }

  var gradients: LayerGradients<Float> { arrays(derivatives) }

  private func arrays(_ buffer: AlignedBuffer<Float>) -> LayerGradients<Float> {
    let columns = cell.gateCount * hiddenSize
    var place = 0
    func next(_ rows: Int) -> [Float] {
      defer { place += rows * columns }
      return (place..<place + rows * columns).map { buffer[$0] }
    }
    return LayerGradients(
      inputKernel: next(inputSize), recurrentKernel: next(hiddenSize), bias: next(1),
      recurrentBias: next(cell == .gru ? 1 : 0))
  }
}

extension CellType {
  fileprivate var kernelCell: ck_cell {
    switch self {
    case .rnn: ck_cell_rnn
    case .esn: preconditionFailure("a reservoir is not trained")
    case .lstm: ck_cell_lstm
    case .gru: ck_cell_gru
    case .gruResetBefore: ck_cell_gru_reset_before
    }
  }
}

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
