/// The networks that are written down rather than drawn or trained: what they remember follows from
/// arithmetic, so that they tell whether a measure is right.
public enum Construction: String, CaseIterable, Codable, Hashable, Sendable {
  /// Returns the first input, exactly, after any number of steps: see `Latch`.
  case latch
  /// Forgets at a known rate f per step: see `ConstantGates`.
  case forgetting
  /// Knows nothing but the last input.
  case memoryless
  /// Adds its inputs up and forgets none.
  case perfect
  /// Knows the last inputs exactly, one in each unit, and no others: see `DelayLine`.
  case delayLine = "delay-line"

  /// The cells that it can be made of.
  public var cells: [CellType] {
    switch self {
    case .latch, .memoryless: [.rnn, .lstm, .gru, .gruResetBefore]
    case .forgetting: [.lstm, .gru, .gruResetBefore]
    case .perfect: [.lstm]
    case .delayLine: [.rnn]
    }
  }

  /// The fewest units that it can be made of.
  public func leastHiddenSize(_ cell: CellType) -> Int {
    self == .latch ? Latch.leastHiddenSize(cell) : 1
  }
}

/// A network written down by hand, and what is known of it.
public struct ConstructedNetwork<Scalar: NetworkScalar>: Sendable {
  /// What it does.
  public let construction: Construction
  /// The weights.
  public let network: RecurrentNetwork<Scalar>
  /// What its units are for, from unit 0; all further units are unused, with weights of zero.
  public let units: [UnitRole]
  /// Where and how exactly it returns its first input; nil if it does not.
  public let recall: RecallGuarantee?

  /// What one unit is for.
  public struct UnitRole: Equatable, Sendable {
    /// In a word or two.
    public let name: String
    /// In a few words.
    public let purpose: String

    init(_ name: String, _ purpose: String) {
      self.name = name
      self.purpose = purpose
    }
  }

  /// Its cell type.
  public var cell: CellType { network.layers[0].cell }

  /// - Parameters:
  ///   - construction: what it is to do.
  ///   - cell: of a type that can do it.
  ///   - hiddenSize: at least `construction.leastHiddenSize(cell)`. 32 by default, the size in the first-input
  ///     question.
  ///   - inputSize: at least 1; the latch stores input 0 of the first step and reads no other input.
  ///   - rate: of `forgetting`, and of nothing else: the share of the past that is left after a step, from
  ///     `ConstantGates.rates`.
  /// - Throws: `ConstructionError`.
  public init(
    _ construction: Construction, cell: CellType, hiddenSize: Int = 32, inputSize: Int = 1,
    rate: Double? = nil
  ) throws(ConstructionError) {
    guard construction.cells.contains(cell) else {
      throw .noSuchCell(construction, cell, allowed: construction.cells)
    }
    let least = construction.leastHiddenSize(cell)
    guard (least...ConstructionError.mostUnits).contains(hiddenSize) else {
      throw .hiddenSize(hiddenSize, construction, cell, least: least)
    }
    guard (1...ConstructionError.mostUnits).contains(inputSize) else { throw .inputSize(inputSize) }
    guard rate == nil || construction == .forgetting else { throw .rateNotUsed(construction) }
    self.construction = construction
    switch construction {
    case .latch:
      (network, units) = Latch.network(cell: cell, hiddenSize: hiddenSize, inputSize: inputSize)
      recall = Latch.guarantee(cell: cell, hiddenSize: hiddenSize, precision: Scalar.precision)
    case .forgetting:
      guard let rate, ConstantGates.rates.contains(rate) else { throw .rate(rate) }
      network = ConstantGates.forgetting(
        rate, cell: cell, hiddenSize: hiddenSize, inputSize: inputSize)
      units = []
      recall = nil
    case .memoryless:
      network = ConstantGates.memoryless(cell: cell, hiddenSize: hiddenSize, inputSize: inputSize)
      units = []
      recall = nil
    case .perfect:
      network = ConstantGates.perfect(hiddenSize: hiddenSize, inputSize: inputSize)
      units = []
      recall = nil
    case .delayLine:
      network = DelayLine.network(hiddenSize: hiddenSize, inputSize: inputSize)
      units = []
      recall = nil
    }
  }
}

/// A network that cannot be constructed.
public enum ConstructionError: Error, Equatable, Sendable {
  /// What is constructed has no counterpart in this cell; the cells that have one.
  case noSuchCell(Construction, CellType, allowed: [CellType])
  /// Too few units, or more than `mostUnits`.
  case hiddenSize(Int, Construction, CellType, least: Int)
  /// Fewer inputs than one, or more than `mostUnits`.
  case inputSize(Int)
  /// `forgetting` needs a rate, and one that the sigmoid can tell from 0 and 1.
  case rate(Double?)
  /// Only `forgetting` has a rate.
  case rateNotUsed(Construction)

  /// Largest hidden or input size: an LSTM of this many units takes about a gigabyte.
  public static let mostUnits = 4_096
}

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
  mutating func connect(unit sender: Int, to gate: Gate, of unit: Int, _ weight: Scalar) {
    recurrentKernel[sender * cell.gateCount * hiddenSize + column(gate, unit)] = weight
  }

  var layer: RecurrentLayer<Scalar> {
    RecurrentLayer(
      cell: cell, inputSize: inputSize, hiddenSize: hiddenSize, inputKernel: inputKernel,
      recurrentKernel: recurrentKernel, bias: bias)
  }

  private func column(_ gate: Gate, _ unit: Int) -> Int {
    guard let place = cell.gates.firstIndex(of: gate) else {
      preconditionFailure("\(cell.rawValue) has no \(gate.rawValue) gate")
    }
    precondition(unit >= 0 && unit < hiddenSize)
    return place * hiddenSize + unit
  }
}
