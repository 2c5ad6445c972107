import RecurrentNetworks

/// Where the two sequences are held to differ.
public enum DivergenceReading: String, CaseIterable, Codable, Hashable, Sendable {
  /// The last layer's h.
  case outputs
  /// h and c of every layer.
  case state
  /// The last layer's h, and every layer's by itself.
  case layers
  /// What dense layers on the last layer put out, in their units.
  case head

  /// What is read of the two sequences, in words.
  package var words: String {
    switch self {
    case .outputs, .layers: "outputs"
    case .state: "complete states"
    case .head: "outputs of the head"
    }
  }
}

/// What was counted in every layer, from the lowest; where a network has no such layer the steps are the smallest number
/// of 32 bits, and numbers NaN.
public struct LayerCounts: Codable, Equatable, Sendable {
  /// By layer.
  public var settled: [CensoredSteps] = []
  /// By layer, then threshold.
  public var thresholds: [CensoredSteps] = []
  /// Decay rates, by layer.
  public var rates: [Double] = []
  /// By layer, then curve step.
  public var curves: [Float] = []

  /// Nothing, of as many layers.
  static func blank(_ settings: DivergenceSettings) -> LayerCounts {
    guard settings.reading == .layers else { return LayerCounts() }
    let (layers, missing) = (settings.layerCount, CensoredSteps(steps: missingSteps, reached: false))
    return LayerCounts(
      settled: Array(repeating: missing, count: layers),
      thresholds: Array(repeating: missing, count: layers * settings.thresholds.count),
      rates: Array(repeating: .nan, count: layers),
      curves: Array(repeating: .nan, count: layers * settings.curveSteps.count))
  }

  /// In the order of the layers; empty where these are not read.
  public init(
    settled: [CensoredSteps] = [], thresholds: [CensoredSteps] = [], rates: [Double] = [],
    curves: [Float] = []
  ) {
    self.settled = settled
    self.thresholds = thresholds
    self.rates = rates
    self.curves = curves
  }

  /// Of the layers of a network, lowest first, each as if it were the last.
  init(_ layers: [DivergenceMeasurement], settings: DivergenceSettings) {
    self = .blank(settings)
    let (thresholds, steps) = (settings.thresholds.count, settings.curveSteps.count)
    for (layer, found) in layers.enumerated() {
      settled[layer] = found.settled
      self.thresholds.replaceSubrange(layer * thresholds..<(layer + 1) * thresholds, with: found.thresholds)
      rates[layer] = found.decay.rate
      curves.replaceSubrange(layer * steps..<(layer + 1) * steps, with: found.curve)
    }
  }

  /// Whether runs of these settings can have found this.
  func fits(_ settings: DivergenceSettings) -> Bool {
    let blank = Self.blank(settings)
    return settled.count == blank.settled.count && thresholds.count == blank.thresholds.count
      && rates.count == blank.rates.count && curves.count == blank.curves.count
      && (settled + thresholds).allSatisfy {
        (1...settings.horizon).contains($0.steps) || (Self.isMissing($0) && !$0.reached)
      }
  }

  private static let missingSteps = Int(ColumnKind.missingCount)

  /// Whether it is a count of a layer that the network does not have.
  package static func isMissing(_ count: CensoredSteps) -> Bool { count.steps == missingSteps }
}

extension Divergence {
  static func layerColumns(_ settings: DivergenceSettings) -> [Column<DivergenceMeasurement>] {
    guard settings.reading == .layers else { return [] }
    let layer = Axis("layer", "layer of the stack, the lowest first", .wholes(Array(1...settings.layerCount)))
    let of = "h of the layer"
    var columns: [Column<DivergenceMeasurement>] = Column.steps(
      "layer_settled_steps", reached: "layer_settled", along: [layer], \.layers.settled,
      "\(of) stays bit-identical; missing for layers that a network does not have", censored: heldSince)
    columns.append(
      .numbers(
        "layer_forgetting_rate", \.layers.rates, along: layer,
        longName: "finite-time decay rate of the difference of \(of)"))
    if let threshold = thresholdAxis(settings) {
      columns += Column.steps(
        "layer_threshold_steps", reached: "layer_within_threshold", along: [layer, threshold],
        \.layers.thresholds, "the difference of \(of) stays within the threshold", censored: heldSince)
    }
    if settings.recordsCurve {
      columns.append(
        .singles(
          "layer_difference", \.layers.curves, along: [layer, curveAxis(settings)],
          longName: "largest difference between the two \(of)"))
    }
    return columns
  }
}
