import CKernels

/// One layer's weights while it is trained, their derivatives, and what a minibatch's steps leave.
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
    precondition(!cell.isReservoir, "a reservoir is not trained")
    bias = AlignedBuffer(count: cell.hasRecurrentBias ? layer.bias.count : 0)
    gates = AlignedBuffer(count: steps * (cell.gateCount + (cell.reset == nil ? 0 : 1)) * row)
    hidden = AlignedBuffer(count: (steps + 1) * row)
    cells = AlignedBuffer(count: cell.hasCellState ? (steps + 1) * row : 0)
    squashed = AlignedBuffer(count: cell.hasCellState ? steps * row : 0)
    carry = AlignedBuffer(count: cell.hasCellState || cell.reset == .beforeProduct ? row : 0)
    weights = layer.inputKernel + layer.recurrentKernel + layer.bias + layer.recurrentBias
  }

  /// As they are now: kernels, then biases, in the layouts of `RecurrentLayer`.
  var weights: [Float] {
    get { (0..<parameters.count).map { parameters[$0] } }
    set {
      precondition(newValue.count == parameters.count)
      for (index, weight) in newValue.enumerated() { parameters[index] = weight }
    }
  }

  /// Valid as long as this object lives.
  var kernelLayer: ck_training_layer {
    ck_training_layer(
      kernel: cell.kernel, reset: cell.reset.kernelReset,
      has_cell_state: cell.hasCellState, gate_count: cell.gateCount, input_size: inputSize,
      hidden_size: hiddenSize, parameters: parameters.base, derivatives: derivatives.base, bias: bias.base,
      gates: gates.base, hidden: hidden.base, cells: cells.base, squashed: squashed.base, carry: carry.base)
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
      recurrentBias: next(cell.hasRecurrentBias ? 1 : 0))
  }
}

extension CellDefinition.Reset? {
  fileprivate var kernelReset: ck_reset {
    switch self {
    case nil: ck_no_reset
    case .beforeProduct: ck_reset_before_product
    case .afterProduct: ck_reset_after_product
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
  /// GH where the cell has a recurrent bias, else empty.
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
