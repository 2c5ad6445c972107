/// A layer whose weights are written down one by one; those not mentioned are zero.
struct LayerDraft<Scalar: NetworkScalar> {
  let cell: CellType
  let inputSize: Int
  let hiddenSize: Int
  private var inputKernel: [Scalar]
  private var recurrentKernel: [Scalar]
  private var bias: [Scalar]

  init(_ cell: CellType, inputSize: Int, hiddenSize: Int) {
    self.cell = cell
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
    let columns = cell.gateCount * hiddenSize
    inputKernel = Array(repeating: 0, count: inputSize * columns)
    recurrentKernel = Array(repeating: 0, count: hiddenSize * columns)
    bias = Array(repeating: 0, count: columns)
  }

  /// A unit's bias at a gate.
  ///
  /// - Precondition: the cell has the gate.
  mutating func bias(_ gate: Gate, of unit: Int, _ value: Scalar) {
    bias[column(gate, unit)] = value
  }

  /// The weight with which an input enters a unit's gate.
  mutating func connect(input: Int, to gate: Gate, of unit: Int, _ weight: Scalar) {
    inputKernel[input * cell.gateCount * hiddenSize + column(gate, unit)] = weight
  }

  /// The weight with which a unit's last hidden state enters a unit's gate.
  mutating func connect(unit source: Int, to gate: Gate, of unit: Int, _ weight: Scalar) {
    recurrentKernel[source * cell.gateCount * hiddenSize + column(gate, unit)] = weight
  }

  var layer: RecurrentLayer<Scalar> {
    RecurrentLayer(
      cell: cell, inputSize: inputSize, hiddenSize: hiddenSize, inputKernel: inputKernel,
      recurrentKernel: recurrentKernel, bias: bias)
  }

  private func column(_ gate: Gate, _ unit: Int) -> Int {
    guard let block = cell.gates.firstIndex(of: gate) else {
      preconditionFailure("\(cell.rawValue) has no \(gate.rawValue) gate")
    }
    precondition(unit >= 0 && unit < hiddenSize)
    return block * hiddenSize + unit
  }
}
