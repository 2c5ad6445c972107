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

  private let container: SafetensorsContainer
  private let parameters: TorchParameters
  private let storage: StoredNumber

  /// - Throws: `NetworkFileError` at the tensor that is missing or does not fit.
  init(_ parameters: TorchParameters, in container: SafetensorsContainer, path: String)
    throws(NetworkFileError)
  {
    func require(_ role: TorchParameterName.Role) throws(NetworkFileError) -> TorchParameters.Parameter {
      guard let parameter = parameters[role] else {
        throw NetworkFileError(
          path: path, place: parameters.layer.name,
          .missing(TorchParameterName.name(role, of: parameters.layer)))
      }
      return parameter
    }
    func check(
      _ role: TorchParameterName.Role, _ expected: [Int]
    ) throws(NetworkFileError) {
      let parameter = try require(role)
      guard parameter.isNormalised || parameter.tensor.shape == expected else {
        throw NetworkFileError(
          path: path, place: parameter.name, .shape(found: parameter.tensor.shape, expected: expected))
      }
    }
    self.container = container
    self.parameters = parameters
    place = parameters.layer

    let recurrent = try require(.recurrentWeights)
    let projection = parameters[.projection]
    guard recurrent.tensor.shape.count == 2, recurrent.tensor.shape[1] >= 1 else {
      throw NetworkFileError(
        path: path, place: recurrent.name,
        .malformed("shape \(recurrent.tensor.shape) where rows and columns, each at least 1, have to be"))
    }
    let (rows, columns) = (recurrent.tensor.shape[0], recurrent.tensor.shape[1])
    outputSize = columns
    hiddenSize = projection == nil ? columns : rows / 4
    guard let cell = Self.cell(rows: rows, hiddenSize: hiddenSize), projection == nil || cell == .lstm else {
      throw NetworkFileError(
        path: path, place: recurrent.name,
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
    for parameter in parameters.all where parameter.tensor.number.stored == nil {
      throw NetworkFileError(
        path: path, place: parameter.name, .numberType(found: parameter.tensor.number.rawValue))
    }
    storage = input.tensor.number.stored ?? .float32
  }

  /// - Parameter nonlinearity: of simple recurrent cells.
  /// - Throws: `NetworkFileError` at a tensor that holds a number that is not finite.
  func found(name: String, nonlinearity: String, path: String) throws(NetworkFileError) -> FoundLayer {
    let kind = Self.kind(cell) + (place.number == nil ? "Cell" : "")
    let hasBias = parameters[.inputBias] != nil
    var conventions = [cell == .rnn ? nonlinearity : "gates \(Self.gates(cell))"]
    let biases = cell.hasRecurrentBias ? "two biases" : "two biases, added up"
    conventions.append(hasBias ? biases : "bias=False")
    let content: Result<RecurrentLayer<Double>, LayerRefusal> =
      if let refusal = refusal(nonlinearity) { .failure(refusal) } else { .success(try weights(path: path)) }
    return FoundLayer(
      name: name, kind: kind, direction: place.direction, cell: cell, inputSize: inputSize,
      hiddenSize: hiddenSize, parameterCount: parameters.all.reduce(0) { $0 + $1.tensor.shape.reduce(1, *) },
      storage: storage, conventions: conventions, content: content)
  }

  private func refusal(_ nonlinearity: String) -> LayerRefusal? {
    if parameters.all.contains(where: \.isNormalised) { return .feature("weight normalisation") }
    if let projection = parameters[.projection] { return .feature("projections (\(projection.name))") }
    if cell == .rnn, nonlinearity != "tanh" { return .setting(name: "nonlinearity", value: nonlinearity) }
    return nil
  }

  private func weights(path: String) throws(NetworkFileError) -> RecurrentLayer<Double> {
    func numbers(_ role: TorchParameterName.Role) throws(NetworkFileError) -> [Double]? {
      guard let parameter = parameters[role] else { return nil }
      return try NetworkFileError.placing(path: path, place: parameter.name) {
        () throws(NetworkFileProblem) in
        try container.numbers(parameter.tensor)
      }
    }
    let zeros = [Double](repeating: 0, count: cell.gateCount * hiddenSize)
    let layer = RecurrentLayer(
      pytorch: cell, inputSize: inputSize, hiddenSize: hiddenSize,
      weightIH: try numbers(.inputWeights) ?? [], weightHH: try numbers(.recurrentWeights) ?? [],
      biasIH: try numbers(.inputBias) ?? zeros, biasHH: try numbers(.recurrentBias) ?? zeros)
    // Two finite numbers can add up to more than float64 holds.
    guard layer.bias.allSatisfy(\.isFinite) else {
      throw NetworkFileError(
        path: path, place: parameters[.inputBias]?.name, .malformed("biases whose sum is not finite"))
    }
    return layer
  }

  /// The cell is not stored; it shows in the number of gates.
  private static func cell(rows: Int, hiddenSize: Int) -> CellType? {
    let cells: [CellType] = [.rnn, .lstm, .gru]
    return cells.first { rows.quotientAndRemainder(dividingBy: max(hiddenSize, 1)) == ($0.gateCount, 0) }
  }

  private static func kind(_ cell: CellType) -> String {
    switch cell {
    case .lstm: "LSTM"
    case .gru, .gruResetBefore: "GRU"
    default: "RNN"
    }
  }

  private static func gates(_ cell: CellType) -> String {
    switch cell {
    case .lstm: "i, f, g, o"
    case .gru, .gruResetBefore: "r, z, n"
    default: ""
    }
  }
}
