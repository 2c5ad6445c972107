/// A network written down by hand, and what is known of it.
public struct ConstructedNetwork<Scalar: NetworkScalar>: Sendable {
  public let construction: Construction
  public let network: RecurrentNetwork<Scalar>
  /// What its units are for, from unit 0; all further units are unused, with weights of zero.
  public let units: [UnitRole]
  /// Where and how exactly it returns its first input; nil if it does not.
  public let recall: RecallGuarantee?

  /// What one unit is for.
  public struct UnitRole: Equatable, Sendable {
    public let name: String
    /// In a few words.
    public let purpose: String

    init(_ name: String, _ purpose: String) {
      self.name = name
      self.purpose = purpose
    }
  }

  public var cell: CellType { network.layers[0].cell }

  /// - Parameters:
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
