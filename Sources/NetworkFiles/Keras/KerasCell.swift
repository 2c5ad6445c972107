import HDF5
import RecurrentNetworks

/// A recurrent cell as it was found, before its weights are read.
struct KerasCell {
  /// What the user knows it by; made unique later.
  var name: String
  /// What the file calls this kind of layer.
  var kind: String
  var direction = LayerDirection.forward
  /// The class, where the file says which; otherwise the shapes tell.
  var cellClass: KerasCellClass?
  /// The settings of the cell; nil if the file has none.
  var settings: KerasLayerConfig?
  /// What the layer around the cell adds for people to know.
  var conventions: [String] = []
  /// Kernel, recurrent kernel and perhaps bias; in Keras 1, W, U and b of every gate.
  var arrays: [HDF5ImageObject]

  /// Units as the settings say; Keras 1 calls them otherwise.
  var units: Int? { settings?["units"]?.integer ?? settings?["output_dim"]?.integer }

  /// Numbers that are no weights as they stand.
  var refusal: LayerRefusal? {
    guard let dtype = settings?.dtype,
      ["int", "float8", "quantized", "gptq", "awq"].contains(where: dtype.lowercased().contains)
    else { return nil }
    return .setting(name: "dtype", value: dtype)
  }
}

/// The recurrent cells of Keras that can be run here.
enum KerasCellClass: String, CaseIterable {
  case lstm = "LSTM"
  case gru = "GRU"
  case simpleRNN = "SimpleRNN"

  /// From the class of a layer or of a cell. The layers that ran on cuDNN only, `CuDNNLSTM` and `CuDNNGRU`, have the
  /// same cells and another layout.
  init?(className: String) {
    let plain = className.hasPrefix("CuDNN") ? className.dropFirst(5) : className[...]
    self.init(rawValue: String(plain.hasSuffix("Cell") ? plain.dropLast(4) : plain))
  }

  /// From what Keras calls a layer, a cell or a group of such a class, with or without a counter: `lstm_1`.
  init?(groupName: String) {
    var plain = groupName.withoutCounter
    for prefix in ["cu_dnn", "cudnn_", "cudnn"] where plain.hasPrefix(prefix) {
      plain = String(plain.dropFirst(prefix.count))
      break
    }
    let found = Self.allCases.first {
      let name = KerasGroups.snakeCase($0.rawValue)
      return plain == name || plain == name + "_cell"
    }
    guard let found else { return nil }
    self = found
  }

  /// From the number of blocks in a kernel.
  init?(gateCount: Int) {
    guard let found = Self.allCases.first(where: { $0.gateCount == gateCount }) else { return nil }
    self = found
  }

  /// The class whose layers have this cell.
  init(_ cell: CellType) {
    switch cell {
    case .lstm: self = .lstm
    case .gru, .gruResetBefore: self = .gru
    default: self = .simpleRNN
    }
  }

  /// The cell, unless its settings make it `gruResetBefore`.
  var cell: CellType {
    switch self {
    case .lstm: .lstm
    case .gru: .gru
    case .simpleRNN: .rnn
    }
  }

  var gateCount: Int { cell.gateCount }

  /// What Keras 1 calls the gates, in the order of the blocks.
  var oldGates: [String] {
    switch self {
    case .lstm: ["i", "f", "c", "o"]
    case .gru: ["z", "r", "h"]
    case .simpleRNN: [""]
    }
  }

  /// The order of the blocks, for people.
  var gates: String? {
    switch self {
    case .lstm: "gates i, f, c, o"
    case .gru: "gates z, r, h"
    case .simpleRNN: nil
    }
  }
}

/// The sizes of a recurrent cell, from the shapes of its arrays, which have to fit one another.
struct KerasCellShape {
  let cellClass: KerasCellClass
  let cell: CellType
  let inputSize: Int
  let hiddenSize: Int
  /// Whether the file has no bias, which means zeros.
  let lacksBias: Bool
  /// Whether nothing in the file tells where the reset gate of this GRU acts.
  let assumesResetAfter: Bool

  /// - Parameters:
  ///   - arrays: kernel, recurrent kernel and perhaps bias.
  ///   - cell: what is known about the cell otherwise.
  ///   - resetsAfter: where the reset gate of a GRU acts that does not say it, and whose bias does not.
  /// - Throws: `shape` with the place of the array that does not fit.
  init(
    _ arrays: [KerasArray], of cell: KerasCell, resetsAfter: Bool, _ opened: OpenedFile
  ) throws(NetworkFileError) {
    let (kernel, recurrent) = (arrays[0], arrays[1])
    func fail(_ array: KerasArray, _ expected: [Int]) -> NetworkFileError {
      opened.error(at: array.place, .shape(found: array.shape, expected: expected))
    }
    /// The shape of a recurrent kernel, of settings that can say anything.
    func expected(_ units: Int, gates: Int) -> [Int] {
      let columns = units.multipliedReportingOverflow(by: cell.cellClass?.gateCount ?? gates)
      return [units, columns.overflow ? .max : columns.partialValue]
    }
    guard recurrent.shape.count == 2, recurrent.shape[0] > 0, recurrent.shape[1] > 0 else {
      throw fail(recurrent, expected(cell.units ?? 1, gates: 1))
    }
    let units = recurrent.shape[0]
    let gates = recurrent.shape[1] / units
    guard let found = cell.cellClass ?? KerasCellClass(gateCount: gates),
      recurrent.shape[1] == units * found.gateCount,
      cell.units.map({ $0 == units }) ?? true
    else {
      throw fail(recurrent, expected(cell.units ?? units, gates: 4))
    }
    let columns = recurrent.shape[1]
    guard kernel.shape.count == 2, kernel.shape[0] > 0, kernel.shape[1] == columns else {
      throw fail(kernel, [kernel.shape.first ?? 1, columns])
    }
    let bias = arrays.dropFirst(2).first
    let resetAfter = cell.settings?["reset_after"]?.bool
    let actsBefore = !(resetAfter ?? bias.map { $0.shape.count == 2 } ?? resetsAfter)
    self.cell = found == .gru && actsBefore ? .gruResetBefore : found.cell
    let expected = self.cell.kerasBiasShape(columns: columns)
    if let bias, bias.shape != expected { throw fail(bias, expected) }
    cellClass = found
    inputSize = kernel.shape[0]
    hiddenSize = units
    lacksBias = bias == nil
    assumesResetAfter = found == .gru && resetAfter == nil && bias == nil
  }
}

extension CellType {
  /// The shape of a layer's bias in Keras: one row, or two where input and recurrent product have their own.
  func kerasBiasShape(columns: Int) -> [Int] { self.hasRecurrentBias ? [2, columns] : [columns] }
}
