import RecurrentNetworks

/// The protocol of a divergence run: how many steps, how many of them differ, what is counted.
public struct DivergenceSettings: Codable, SettingGroup {
  /// Steps of both sequences, T. 100,000 by default, as in Muccino 2019.
  public var totalSteps = 100_000
  /// Leading steps in which the two sequences differ, D. 1,000 by default: long enough for any
  /// initialised network to forget its zero starting state.
  public var uniqueSteps = 1_000
  /// Differences whose last crossing is counted, in any order. 1e-1 ... 1e-6 by default: from the size of the
  /// outputs themselves down to what some networks still tell from the rounding of float32. In float64 down
  /// to 1e-12, in float16 to 1e-3 and in bfloat16 to 1e-2: see `standard(_:)`.
  public var thresholds = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6]
  /// Whether to keep the difference at the `curveSteps` too.
  public var recordsCurve = false

  /// The protocol of Muccino 2019, with every threshold and no curve: all defaults.
  public static let standard = DivergenceSettings()

  /// All defaults in this precision: each has thresholds that lie above its own rounding.
  public static func standard(_ precision: Precision) -> DivergenceSettings {
    var settings = standard
    settings.thresholds = (settings.thresholds + [1e-8, 1e-10, 1e-12]).filter { $0 >= precision.ulpOfOne }
    return settings
  }

  private init() {}

  /// - Throws: `SettingError` naming the value that is out of range.
  public init(
    totalSteps: Int = standard.totalSteps, uniqueSteps: Int = standard.uniqueSteps,
    thresholds: [Double] = standard.thresholds, recordsCurve: Bool = standard.recordsCurve
  ) throws(SettingError) {
    self.totalSteps = totalSteps
    self.uniqueSteps = uniqueSteps
    self.thresholds = thresholds
    self.recordsCurve = recordsCurve
    try validate()
  }

  public static let settings: [Setting<DivergenceSettings>] = [
    .whole(
      "total-steps", \.totalSteps, in: 2...mostSteps, placeholder: "steps", "Steps of both sequences."),
    .whole(
      "unique-steps", \.uniqueSteps, in: 1...mostSteps - 1, placeholder: "steps",
      allowed: "whole numbers from 1, fewer than the total steps",
      "Leading steps in which the two sequences differ, fewer than the total steps."),
    .numbers(
      "thresholds", \.thresholds, placeholder: "difference,...",
      allowed: "finite differences greater than 0, such as 1e-6", mayBeEmpty: true, where: { $0 > 0 },
      "Output differences whose last crossing is counted, each greater than 0."
    ).stored(as: nil).byDefault(
      "0.1,0.01,0.001,0.0001,1e-5,1e-6; with float64 also 1e-8,1e-10,1e-12; float16 ends at 0.001, bfloat16 at 0.01"
    ),
    .flag(
      "curves", \.recordsCurve, "Also store the difference at log-spaced steps, eight per octave."
    ).stored(as: nil),
  ]

  public func checkTogether() throws(SettingError) {
    guard uniqueSteps < totalSteps else {
      throw Self.setting("unique-steps").error(
        .whole(uniqueSteps),
        allowed: """
          at least 1 and fewer than the \(Allowed.grouped(totalSteps)) total steps, so that there are shared steps \
          to count
          """)
    }
  }

  /// Counts are stored as 32-bit integers.
  public static let mostSteps = Int(Int32.max)

  var span: RunSpan { RunSpan(total: totalSteps, unique: uniqueSteps) }

  /// Shared steps, H = T - D.
  public var horizon: Int { totalSteps - uniqueSteps }

  /// Shared steps at the end of which an event has to have held, to count as reached: a tenth of the horizon, rounded up.
  ///
  /// What crosses back again and again has its last crossing just before the end, wherever that is. With n crossings to
  /// be expected in the horizon, none falls into the last tenth with a chance of exp(-n / 10), 5% for 30 crossings. A
  /// longer dwell would find rarer ones and leave less to count in; those are left to `DifferenceFloor`.
  public var dwellSteps: Int { (horizon + 9) / 10 }

  /// Shared steps at which `recordsCurve` keeps the difference: eight per octave from 1, rounded, distinct,
  /// and the horizon itself.
  public var curveSteps: [Int] {
    guard recordsCurve else { return [] }
    var steps: [Int] = []
    var octaveStart = 1.0
    while octaveStart <= Double(horizon) {
      for ratio in Self.octave {
        let step = Int((octaveStart * ratio).rounded())
        if step <= horizon, step > (steps.last ?? 0) { steps.append(step) }
      }
      octaveStart *= 2
    }
    if let last = steps.last, last < horizon { steps.append(horizon) }
    return steps
  }

  /// 2^(i/8) for i in 0..<8.
  private static let octave: [Double] = [
    1, 1.0905077326652577, 1.189207115002721, 1.2968395546510096,
    1.4142135623730951, 1.5422108254079407, 1.681792830507429, 1.8340080864093424,
  ]
}
