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
  /// What the second sequence differs in; its first D steps by default, which no other of these settings is about.
  public var perturbation = Perturbation.beginning
  /// The share of the way, from what it is to what is drawn anew in its place, that what is perturbed goes. 1 by default:
  /// it is drawn anew. A small one tells what the network does about small changes, in proportion.
  public var size = 1.0
  /// Nil for the usual places of the perturbation.
  private var chosenPlaces: [Int]?
  /// Steps whose inputs are perturbed. 1 by default.
  public var perturbedSteps = 1
  /// What the two sequences are held to differ in. The outputs by default.
  public var reading = DivergenceReading.outputs
  /// The name of the head that is read; nil for the only one.
  public var head: String?
  /// Of the deepest network, where every layer is read; else 1.
  public private(set) var layerCount = 1
  /// Whether to follow the linear response (see `LinearResponse`).
  public var followsResponse = false

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
    thresholds: [Double] = standard.thresholds, recordsCurve: Bool = standard.recordsCurve,
    perturbation: Perturbation = .beginning, size: Double = standard.size, at places: [Int]? = nil,
    perturbedSteps: Int = standard.perturbedSteps, followsResponse: Bool = standard.followsResponse,
    reading: DivergenceReading = .outputs, head: String? = nil, layerCount: Int = 1
  ) throws(SettingError) {
    self.totalSteps = totalSteps
    self.uniqueSteps = uniqueSteps
    self.thresholds = thresholds
    self.recordsCurve = recordsCurve
    self.perturbation = perturbation
    self.size = size
    if let places { self.places = places }
    self.perturbedSteps = perturbedSteps
    self.followsResponse = followsResponse
    self.reading = reading
    self.head = head
    self.layerCount = layerCount
    try validate()
  }

  public static let settings: [Setting<DivergenceSettings>] =
    [
      .whole(
        "total-steps", \.totalSteps, in: 2...mostSteps, placeholder: "steps", "Steps of both sequences.")
    ] + perturbations + counted

  /// What the sequences differ in. Plans of the default protocol are as they were before there were others.
  private static let perturbations: [Setting<DivergenceSettings>] = [
    Setting(
      "perturb", .text, placeholder: "what",
      allowed: "beginning, step, state, feature=NAME and feature=INDEX",
      help: """
        What the two sequences differ in: the beginning; some step in the middle; one input (feature) of it, by the name \
        of a column of --inputs or by its number, counted from 1; or only the state that they are fed to, h and c of every \
        layer, which is drawn uniform on ±1.
        """,
      read: { .text($0.perturbation.text) },
      write: { owner, value in
        guard case .text(let text) = value, let perturbation = Perturbation(text) else { return false }
        owner.perturbation = perturbation
        return true
      }
    ).added(formerly: .text(Perturbation.beginning.text)),
    .number(
      "size", \.size, placeholder: "epsilon", allowed: "numbers above 0, up to 1",
      where: { $0 > 0 && $0 <= 1 },
      """
      Share of the way from what is perturbed to what is drawn anew in its place that it goes: 1 draws it anew, 1e-3 \
      changes it a little.
      """
    ).added(formerly: .number(1)),
    .wholes(
      "at", \.places, in: 0...mostSteps - 1, placeholder: "step,...",
      """
      Steps, counted from 0, at which a perturbation begins, each on a run of its own over the same sequence; results \
      are means over them.
      """
    ).byDefault("1000; of 'state' 0, the initial state").only(for: "--perturb step, feature or state") {
      $0.perturbation != .beginning
    },
    .whole(
      "perturbed-steps", \.perturbedSteps, in: 1...mostSteps - 1, placeholder: "steps",
      "Steps whose inputs are perturbed, from each of --at on."
    ).added(formerly: .whole(1)).only(for: "--perturb step or feature") { $0.perturbation.isOfSteps },
    .flag(
      "linear-response", \.followsResponse,
      """
      Also follow how the outputs answer in proportion to the slightest change, by exact derivatives in float64; takes \
      as long as a run does, and longer.
      """
    ).stored(as: nil).added(formerly: .flag(false)),
  ]

  private static let counted: [Setting<DivergenceSettings>] = [
    .whole(
      "unique-steps", \.uniqueSteps, in: 1...mostSteps - 1, placeholder: "steps",
      allowed: "whole numbers from 1, fewer than the total steps",
      "Leading steps in which the two sequences differ, fewer than the total steps."
    ).only(for: "--perturb beginning") { $0.perturbation == .beginning },
    .name(
      "read", \.reading,
      """
      Where differences are looked for: the outputs, the last layer's h; the state, h and c of every layer, which takes \
      several times as long; the outputs and every layer's h (layers), with counts of each; or what the dense layers on \
      the last layer put out, in their units, after their activation (head), of networks from files.
      """
    ).added(formerly: .text(DivergenceReading.outputs.rawValue)),
    .text(
      "head", \.head, placeholder: "name",
      "The dense layer whose outputs are read, where the file holds several: 'memprobe inspect FILE' lists them."
    ).only(for: "--read head") { $0.reading == .head },
    .whole(
      "layer-count", \.layerCount, in: 1...NetworkGrid.largestSize, "Layers of the deepest network."
    ).stored(as: nil).storedOnly().only(for: "--read layers") { $0.reading == .layers },
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
    guard perturbation == .beginning || lead < totalSteps else {
      throw Self.setting("at").error(
        .wholes(places),
        allowed: """
          steps of the \(Allowed.grouped(totalSteps)) after which, and after the perturbed ones, there are shared steps \
          to count
          """)
    }
    guard perturbation != .beginning || uniqueSteps < totalSteps else {
      throw Self.setting("unique-steps").error(
        .whole(uniqueSteps),
        allowed: """
          at least 1 and fewer than the \(Allowed.grouped(totalSteps)) total steps, so that there are shared steps \
          to count
          """)
    }
  }

  public mutating func settle(for networks: NetworksAtHand) {
    layerCount = reading == .layers ? networks.mostLayers : 1
  }

  /// Counts are stored as 32-bit integers.
  public static let mostSteps = Int(Int32.max)

  /// Steps, counted from 0, at which a perturbation begins, each on a run of its own over the same sequence; results are
  /// means over them. By default the initial states, where these are perturbed; else step 1,000, by when any initialised
  /// network has forgotten its zero starting state.
  public var places: [Int] {
    get { chosenPlaces ?? usualPlaces }
    set { chosenPlaces = newValue == usualPlaces ? nil : newValue }
  }

  private var usualPlaces: [Int] { [usualPlace] }
  private var usualPlace: Int { perturbation.isOfSteps ? 1_000 : 0 }

  /// How many.
  var placeCount: Int { chosenPlaces?.count ?? 1 }

  /// Steps that differ, from each place on; 0 where only states do.
  private var stretch: Int {
    perturbation == .beginning ? uniqueSteps : perturbation == .state ? 0 : perturbedSteps
  }

  /// Steps before the first shared one, of the last place: D, where the beginning differs.
  public var lead: Int { (chosenPlaces.map { $0.max() ?? 0 } ?? usualPlace) + stretch }

  /// Of a run over all steps.
  var span: RunSpan { RunSpan(total: totalSteps, unique: max(lead, 1)) }

  /// The steps that are taken with each place: as many shared ones for all.
  var spans: [RunSpan] {
    places.map { place in
      let shared = place + stretch
      return RunSpan(
        total: totalSteps, unique: max(lead, 1), differing: place..<shared, end: shared + horizon)
    }
  }

  /// Shared steps, H = T - D.
  public var horizon: Int { totalSteps - lead }

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
