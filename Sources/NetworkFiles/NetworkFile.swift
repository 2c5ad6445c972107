import HDF5
import RecurrentNetworks

/// The recurrent layers that a file of a deep-learning library holds.
public struct NetworkFile: Equatable, Sendable {
  /// Which kind of file it is.
  public let format: NetworkFileFormat
  /// In the order of the file's own description, or of names where it has none. Both halves of a bidirectional
  /// layer are in the list.
  public let layers: [FoundLayer]
  /// Runs of layers, lowest first, each fed by the one before: places in `layers`. A layer whose input comes
  /// from elsewhere begins a run of its own.
  public let stacks: [[Int]]
  /// Dense layers on these, where the file says so, or that fit on one by their size.
  public var heads: [FoundHead] = []
  /// What a user should know about the file as a whole.
  public let notes: [NetworkFileNote]
  /// How far training had got, if the file says it.
  public var progress = TrainingProgress { _ in nil }
}

/// Something about a file that does not stand in the way of running it, but that its user should know.
public enum NetworkFileNote: Equatable, Sendable {
  /// The file does not say this; the value is an assumption, with its reason.
  case assumed(setting: String, value: String, reason: String)
  /// The file says something suspicious or something that is left out of account here.
  case remark(String)
}

/// A recurrent layer found in a file, whether this package can run it or not.
public struct FoundLayer: Equatable, Sendable {
  /// By which it is selected; no other layer of the file has the same.
  public let name: String
  /// What the file calls this kind of layer: "LSTM", "Bidirectional(GRU)", "weight_ih_l0 ...".
  public let kind: String
  /// Which way it reads sequences.
  public let direction: LayerDirection
  /// Nil where it cannot be told.
  public let cell: CellType?
  /// I, values per step.
  public let inputSize: Int
  /// H, units.
  public let hiddenSize: Int
  /// Number of stored weights and biases.
  public let parameterCount: Int
  /// The number type of the stored weights.
  public let storage: StoredNumber
  /// Conventions that the file's weights follow, for people: "reset_after=True", "gates i, o, f, c".
  public let conventions: [String]
  /// The weights, or why this package refuses to run the layer.
  public let content: Result<StoredLayer, LayerRefusal>
}

/// The direction in which a layer reads its sequence. A backward layer runs here as a forward one does: it is
/// given the steps in the order in which it takes them.
public enum LayerDirection: String, Sendable {
  /// From the first step.
  case forward
  /// From the last step.
  case backward
}

/// Why a recurrent layer cannot be run here: it computes something that the engine does not.
public enum LayerRefusal: Error, Equatable, Sendable {
  /// A setting that the engine has no counterpart for, with the value found: ("activation", "relu").
  case setting(name: String, value: String)
  /// It cannot be read; others of the file can.
  case problem(NetworkFileProblem)
  /// A setting that the file does not say, and that whoever wrote it may have had either way.
  case unsaid(setting: String, choices: [String])
  /// A whole feature: "peephole weights", "projections (weight_hr_l0)", "weight normalisation".
  case feature(String)
}

/// The number types in which files store weights.
public enum StoredNumber: String, Sendable {
  /// IEEE 754 binary16.
  case float16
  /// The upper half of a float32.
  case bfloat16
  /// IEEE 754 binary32.
  case float32
  /// IEEE 754 binary64.
  case float64

  /// Bytes of one number.
  public var size: Int { layout.size }

  private var layout: HDF5ImageNumber {
    switch self {
    case .float16: .float16
    case .bfloat16: .bfloat16
    case .float32: .float32
    case .float64: .float64
    }
  }

  /// Little-endian numbers of this type, each exactly; bytes that make no whole number are left out.
  ///
  /// - Throws: `notFinite` for NaN and infinity: no weight is either.
  func numbers(in bytes: ArraySlice<UInt8>) throws(NetworkFileProblem) -> [Double] {
    let numbers = layout.doubles(bytes.prefix(bytes.count / size * size))
    if let index = numbers.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
    return numbers
  }
}
