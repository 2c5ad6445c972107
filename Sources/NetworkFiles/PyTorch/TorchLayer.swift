import RecurrentNetworks

/// The tensors of one PyTorch layer in one direction, checked against one another.
struct TorchLayer {
  let place: TorchParameterName.Layer
  let cell: CellType
  let inputSize: Int
  let hiddenSize: Int
  /// Values per step that the layer above gets from this direction: the hidden size, or that of the
  /// projection.
  let outputSize: Int

  private let opened: OpenedFile
  private let parameters: TorchParameters
  private let storage: StoredNumber

  /// - Throws: `NetworkFileError` at the tensor that is missing or does not fit.
  init(_ parameters: TorchParameters, in opened: OpenedFile) throws(NetworkFileError) {
    func require(_ role: TorchParameterName.Role) throws(NetworkFileError) -> TorchParameters.Parameter {
      guard let parameter = parameters[role] else {
        throw opened.error(
          at: parameters.layer.name, .missing(TorchParameterName.name(role, of: parameters.layer)))
      }
      return parameter
    }
    func check(
      _ role: TorchParameterName.Role, _ expected: [Int]
    ) throws(NetworkFileError) {
      let parameter = try require(role)
      guard parameter.refusal != nil || parameter.tensor.shape == expected else {
        throw opened.error(at: parameter.name, .shape(found: parameter.tensor.shape, expected: expected))
      }
    }
    self.opened = opened
    self.parameters = parameters
    place = parameters.layer

    let recurrent = try require(.recurrentWeights)
    let projection = parameters[.projection]
    guard recurrent.tensor.shape.count == 2, recurrent.tensor.shape[1] >= 1 else {
      throw opened.error(
        at: recurrent.name,
        .malformed("shape \(recurrent.tensor.shape) where rows and columns, each at least 1, have to be"))
    }
    let (rows, columns) = (recurrent.tensor.shape[0], recurrent.tensor.shape[1])
    outputSize = columns
    hiddenSize = projection == nil ? columns : rows / 4
    guard let cell = Self.cell(rows: rows, hiddenSize: hiddenSize), projection == nil || cell == .lstm else {
      throw opened.error(
        at: recurrent.name,
        .malformed("\(rows) rows and \(columns) columns, where rows have to be 1, 3 or 4 times the columns"))
    }
    self.cell = cell
    if projection != nil { try check(.projection, [columns, hiddenSize]) }

    let input = try require(.inputWeights)
    inputSize = input.tensor.shape.last ?? 0
    try check(.inputWeights, [rows, max(inputSize, 1)])
    if parameters[.inputBias] != nil || parameters[.recurrentBias] != nil {
      try check(.inputBias, [rows])
      try check(.recurrentBias, [rows])
    }
    for parameter in parameters.all where parameter.tensor.storage == nil {
      throw opened.error(at: parameter.name, .numberType(found: parameter.tensor.type))
    }
    storage = input.tensor.storage ?? .float32
  }

  /// - Parameter nonlinearity: of simple recurrent cells.
  /// - Throws: `NetworkFileError` at a tensor that holds a number that is not finite.
  func found(name: String, nonlinearity: String) throws(NetworkFileError) -> FoundLayer {
    let words = Self.words(cell)
    let hasBias = parameters[.inputBias] != nil
    var conventions = [words.gates ?? nonlinearity]
    let biases = cell.hasRecurrentBias ? "two biases" : "two biases, added up"
    conventions.append(hasBias ? biases : "bias=False")
    conventions += Set(parameters.all.compactMap(\.convention)).sorted()
    let content: Result<StoredLayer, LayerRefusal> =
      if let refusal = refusal(nonlinearity) { .failure(refusal) } else {
        .success(try weights(Self.activation(nonlinearity)))
      }
    return FoundLayer(
      name: name, kind: words.kind + (place.number == nil ? "Cell" : ""), direction: place.direction,
      cell: cell, inputSize: inputSize,
      hiddenSize: hiddenSize, parameterCount: parameters.all.reduce(0) { $0 + $1.tensor.shape.reduce(1, *) },
      storage: storage, conventions: conventions, content: content)
  }

  private func refusal(_ nonlinearity: String) -> LayerRefusal? {
    if let refusal = parameters.all.lazy.compactMap(\.refusal).first { return refusal }
    if let projection = parameters[.projection] { return .feature("projections (\(projection.name))") }
    if cell == .rnn, Self.activation(nonlinearity) == nil {
      return .setting(name: "nonlinearity", value: nonlinearity)
    }
    return nil
  }

  /// - Parameter nonlinearity: of simple recurrent cells, as PyTorch calls it.
  private static func activation(_ nonlinearity: String) -> Activation? {
    [.tanh, .relu].first { $0.rawValue == nonlinearity }
  }

  private func weights(_ nonlinearity: Activation?) throws(NetworkFileError) -> StoredLayer {
    var numbers: [TorchParameterName.Role: StoredNumbers] = [:]
    for role in [.inputWeights, .recurrentWeights, .inputBias, .recurrentBias] as [TorchParameterName.Role] {
      guard let parameter = parameters[role] else { continue }
      numbers[role] = try opened.located(at: parameter.name, parameter.tensor.numbers())
    }
    guard let input = numbers[.inputWeights], let recurrent = numbers[.recurrentWeights] else {
      throw opened.error(at: place.name, .missing("weights"))
    }
    return try opened.located(
      at: parameters[.inputBias]?.name,
      StoredLayer(
        pytorch: cell, inputSize: inputSize, hiddenSize: hiddenSize, input: input, recurrent: recurrent,
        biases: [numbers[.inputBias], numbers[.recurrentBias]].compactMap(\.self),
        activation: cell == .rnn ? nonlinearity : nil))
  }

  /// The cell is not stored; it shows in the number of gates.
  private static func cell(rows: Int, hiddenSize: Int) -> CellType? {
    let cells: [CellType] = [.rnn, .lstm, .gru]
    return cells.first { rows.quotientAndRemainder(dividingBy: max(hiddenSize, 1)) == ($0.gateCount, 0) }
  }

  /// The module's class, and the order of its gates, for people.
  private static func words(_ cell: CellType) -> (kind: String, gates: String?) {
    switch cell {
    case .lstm: ("LSTM", "gates i, f, g, o")
    case .gru, .gruResetBefore: ("GRU", "gates r, z, n")
    default: ("RNN", nil)
    }
  }
}
