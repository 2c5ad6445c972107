import HDF5
import RecurrentNetworks

/// From a cell as it was found to its weights as Keras has them today, and to what it computes with them.
extension KerasCatalog {
  /// How a file lays out the arrays of a cell.
  enum Layout {
    case plain
    /// Of Keras 1: every gate apart.
    case old
    case cuDNN
  }

  /// Kernel, recurrent kernel and perhaps bias of a cell, as Keras has them today; nil if it has other arrays.
  func arrays(of cell: KerasCell) throws(NetworkFileError) -> ([KerasArray]?, Layout) {
    let old = cell.arrays.compactMap {
      $0.path.split(separator: "/").last.flatMap { KerasNamedWeight.Old($0) }
    }
    let isOld = !old.isEmpty && old.count == cell.arrays.count
    guard isOld || (2...3).contains(cell.arrays.count) else {
      if cell.arrays.count < 2 {
        throw opened.error(at: "layer '\(cell.name)'", .missing("its kernel or recurrent kernel"))
      }
      return (nil, .plain)
    }
    var arrays: [KerasArray] = []
    for object in cell.arrays { arrays.append(try KerasArray(object, in: opened)) }
    if isOld {
      let cellClass = cell.cellClass ?? KerasCellClass(gateCount: old.count / 3)
      guard let cellClass, old.count == 3 * cellClass.gateCount else { return (nil, .old) }
      return (try KerasArray.sideBySide(arrays, old, gates: cellClass.oldGates, in: opened), .old)
    }
    // CuDNN's layers keep two biases in a row.
    if arrays.count == 3, let columns = arrays[1].shape.last, columns > 0, arrays[2].shape.count == 1,
      arrays[2].shape[0] / 2 == columns, arrays[2].shape[0] % 2 == 0
    {
      let units = max(1, arrays[1].shape[0])
      let cellClass = cell.cellClass ?? KerasCellClass(gateCount: columns / units) ?? .lstm
      return (
        arrays.prefix(2).map { $0.fromCuDNN(gates: cellClass.gateCount) }
          + [arrays[2].biasFromCuDNN(areApart: cellClass == .gru)],
        .cuDNN
      )
    }
    return (arrays, .plain)
  }

  /// What gates and candidate go through.
  mutating func activations(
    of cell: KerasCell, _ shape: KerasCellShape, _ layout: Layout
  ) -> Result<(gates: Activation?, candidate: Activation), LayerRefusal> {
    let name = cell.settings?.activation("activation") ?? "tanh"
    let isKnown = cell.settings != nil || shape.cellClass != .simpleRNN || cell.cellClass != nil
    if cell.settings?.activation("activation") == nil, layout != .cuDNN, isKnown {
      assume("activation", name, because: "Keras's default")
    }
    guard let candidate = KerasVersion.activation(name, meaning) else {
      return .failure(.setting(name: "activation", value: name))
    }
    guard shape.cellClass != .simpleRNN, layout != .cuDNN else { return .success((nil, candidate)) }
    guard let gates = gates(of: cell, layout) else {
      return .failure(.unsaid(setting: "recurrent_activation", choices: ["sigmoid", "hard_sigmoid"]))
    }
    guard let activation = gates.activation else {
      return .failure(.setting(name: gates.setting, value: gates.name))
    }
    return .success((activation, candidate))
  }

  /// The version whose names of activations the file has.
  var meaning: KerasVersion? { version ?? (isOld ? KerasVersion("1") : nil) }

  /// What the gates go through: the setting, its value, and what that is if it can be had; nil if it cannot be told.
  private mutating func gates(
    of cell: KerasCell, _ layout: Layout
  ) -> (setting: String, name: String, activation: Activation?)? {
    for setting in ["recurrent_activation", "inner_activation"] {
      guard let name = cell.settings?.activation(setting) else { continue }
      return (setting, name, KerasVersion.activation(name, meaning))
    }
    let setting = "recurrent_activation"
    if let given = opened.assumptions.gateActivation {
      assume(setting, given.rawValue, because: "what was asked for")
      return (setting, given.rawValue, given)
    }
    let name: String
    if let version {
      guard let usual = version.gateActivation else { return nil }
      name = usual
      assume(setting, name)
    } else if layout == .old {
      name = "hard_sigmoid"
      assume(setting, name, because: "the default of Keras 1, whose layout the file has")
    } else if isOld {
      return nil
    } else {
      name = "sigmoid"
      assume(setting, name)
    }
    return (setting, name, KerasVersion.activation(name, meaning))
  }

  func weights(
    _ arrays: [KerasArray], _ shape: KerasCellShape,
    _ activations: (gates: Activation?, candidate: Activation)
  ) throws(NetworkFileError) -> StoredLayer {
    StoredLayer(
      keras: shape.cell, inputSize: shape.inputSize, hiddenSize: shape.hiddenSize,
      input: try arrays[0].numbers(), recurrent: try arrays[1].numbers(),
      bias: arrays.count > 2 ? try arrays[2].numbers() : nil, gateActivation: activations.gates,
      activation: activations.candidate)
  }

  func conventions(_ cell: KerasCell, _ shape: KerasCellShape, _ layout: Layout) -> [String] {
    var conventions = [shape.cellClass.gates].compactMap { $0 }
    switch layout {
    case .plain: break
    case .old: conventions.append("layout of Keras 1")
    case .cuDNN: conventions.append("layout of cuDNN converted")
    }
    if shape.cellClass == .gru { conventions.append("reset_after=\(shape.cell == .gru ? "True" : "False")") }
    if shape.lacksBias { conventions.append("use_bias=False") }
    for key in ["dropout", "recurrent_dropout"] {
      if let rate = cell.settings?[key]?.number, rate > 0 {
        conventions.append("\(key)=\(rate) (nothing at inference)")
      }
    }
    if let dtype = cell.settings?.dtype, dtype.hasPrefix("mixed") {
      conventions.append("dtype policy \(dtype)")
    }
    return conventions + cell.conventions
  }
}
