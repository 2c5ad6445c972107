import MemoryMeasures
import RecurrentNetworks

/// The settings of an experiment, read from a YAML file. Keys are the options of the command line; every one
/// may be left out, and is then nil. Lists may have a single value without brackets.
///
///     cells: [lstm, gru]
///     hidden-sizes: [1, 2, 4]
///     repeats: 10
///     thresholds: [1e-1, 1e-3]
public struct ExperimentFile: Equatable, Sendable {
  public var cells: [CellType]?
  public var hiddenSizes: [Int]?
  public var inputSizes: [Int]?
  public var layers: [Int]?
  public var repeats: Int?
  /// Paths, relative to the working directory like all others.
  public var network: [String]?
  public var layer: String?
  public var layersFrom: LayerSpan?
  public var inputs: String?
  public var pairs: Int?
  public var against: [TwinKind]?
  public var twins: Int?
  public var seed: UInt64?
  public var initializer: Initialization.Preset?
  public var gain: Double?
  public var forgetBias: Double?
  public var spectralRadius: Double?
  public var density: Double?
  public var leakRate: Double?
  public var inputScaling: Double?
  public var biasScaling: Double?
  public var activation: CandidateActivation?
  public var precision: Precision?
  public var totalSteps: Int?
  public var uniqueSteps: Int?
  public var thresholds: [Double]?
  public var curves: Bool?
  public var positions: [Int]?
  public var length: NumberSpan?
  public var lengthPer: LengthDraw?
  public var epochs: Int?
  public var updatesPerEpoch: Int?
  public var batchSize: Int?
  public var learningRate: Double?
  public var truncate: Int?
  public var evaluationSequences: Int?
  public var learnedBelow: Double?
  public var saveNetworks: String?
  public var inputDistribution: CapacityInputs?
  public var inputScale: Double?
  public var washout: Int?
  public var trainingSteps: Int?
  public var testSteps: Int?
  public var maximumDelay: Int?
  public var ridge: Double?
  public var surrogates: Int?
  public var readoutInput: Bool?
  public var output: String?
  public var jobs: Int?
  public var shard: Shard?
  public var force: Bool?
  public var quiet: Bool?
  public var failFast: Bool?

  /// No settings.
  public init() {}
}
