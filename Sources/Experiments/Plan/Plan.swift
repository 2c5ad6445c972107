import MemoryMeasures
import RecurrentNetworks

/// Everything that decides what a sweep finds: runs in a fixed order, and all settings. Two sweeps of equal plans give
/// equal results, bit for bit, whatever machine, number of threads, order, shards or interruptions.
package struct Plan<M: Measure>: Sendable {
  package let subjects: Subjects
  /// Runs of every network, each with its own inputs: repeats, or pairs of sequences. Drawn networks are drawn anew.
  package let repeats: Int
  package let settings: M.Settings
  /// From which, with a run's place, every random number is drawn.
  package let seed: UInt64
  /// In which every run is measured: an axis of results, the last of the measure's own, if there are several.
  package let precisions: [Precision]
  /// Where 16-bit ones round.
  package let rounding: Rounding
  package let inputs: InputSource
  /// The version of the arithmetic under which the plan was made.
  package let arithmeticRevision: Int
  let layout: RunLayout

  /// - Throws: `SettingError` or `PlanError` naming the value that cannot be.
  package init(
    subjects: Subjects, repeats: Int? = nil, settings: M.Settings, seed: UInt64 = 0,
    precision: Precision = M.offer.precision, inputs: InputSource = .random
  ) throws {
    try self.init(
      subjects: subjects, repeats: repeats, settings: settings, seed: seed, precisions: [precision],
      inputs: inputs)
  }

  /// The same in several precisions.
  package init(
    subjects: Subjects, repeats: Int? = nil, settings: M.Settings, seed: UInt64 = 0,
    precisions: [Precision], rounding: Rounding = .fused, inputs: InputSource = .random,
    arithmeticRevision: Int = M.arithmeticRevision
  ) throws {
    let repeats = repeats ?? Self.standardRepeats(subjects)
    try subjects.validate()
    try settings.validate()
    // Without kinds there are no twins.
    if case .given(let networks, twinKinds: [], _, _) = subjects {
      self.subjects = .given(networks)
    } else {
      self.subjects = subjects
    }
    self.repeats = repeats
    self.settings = settings
    self.seed = seed
    self.precisions = precisions
    // Without 16-bit ones nothing is rounded.
    self.rounding = precisions.contains(where: \.isEmulated) ? rounding : .fused
    self.inputs = inputs
    self.arithmeticRevision = arithmeticRevision
    let experiment = Experiment<M>.settings
    let sizes = Experiment<M>(
      subjects: subjects, repeats: repeats, settings: settings, seed: seed, precisions: precisions,
      rounding: rounding, inputs: inputs)
    for setting in experiment where setting.applies(to: sizes) { try setting.check(sizes) }
    if inputs != .random {
      guard let recorded = inputs.layout, let recording = M.recording else { throw PlanError.otherInputs }
      try recorded.check(recording, settings)
    }
    if let allowed = self.subjects.precisionsAllowed(precisions) {
      throw Experiment<M>.setting("precision").error(
        .texts(precisions.map(\.rawValue)), allowed: allowed)
    }
    layout = try RunLayout(
      self.subjects, own: M.axes(settings) + Self.axes(precisions), repeats: repeats, runs: M.offer.given,
      grid: M.offer.fixed)
    switch subjects {
    case .drawn(let grid):
      for cell in grid.cells where !M.offer.cells.contains(cell) {
        throw PlanError.cell(cell, allowed: M.offer.cells)
      }
    case .given: if M.offer.given == nil { throw PlanError.notForGiven(measure: M.name) }
    }
    // What was measured before may have been asked less.
    guard arithmeticRevision == M.arithmeticRevision else { return }
    for outline in subjects.outlines { try M.check(outline, settings: settings) }
  }

  private static func axes(_ precisions: [Precision]) -> [Axis] {
    precisions.count == 1
      ? [] : [Axis("precision", "arithmetic", .names(precisions.map(\.rawValue)))]
  }

  /// Runs of every network where nobody says how many.
  static func standardRepeats(_ subjects: Subjects) -> Int {
    if case .given = subjects, M.offer.given == .single { return 1 }
    return M.offer.repeats
  }

  // MARK: Arithmetic

  /// The precision of all runs; the first of several.
  package var precision: Precision { precisions[0] }

  /// In which runs compute, also those from before their measure asked for a precision (`Measure.precisionRevision`).
  package var computedPrecisions: [Precision] {
    arithmeticRevision < M.precisionRevision ? [M.offer.precision] : precisions
  }

  package func arithmetic(of run: Run) -> Arithmetic {
    let place = precisionPlace(run).first ?? 0
    return Arithmetic(precisions[place], rounding)
  }

  /// The place of a run on the axis of precisions; empty without one.
  func precisionPlace(_ run: Run) -> [Int] {
    precisions.count == 1 ? [] : run.point.suffix(1)
  }

  /// The plans of each precision alone.
  var byPrecision: [Plan] {
    precisions.compactMap { precision in
      try? Plan(
        subjects: subjects, repeats: repeats, settings: settings, seed: seed, precisions: [precision],
        rounding: rounding, inputs: inputs, arithmeticRevision: arithmeticRevision)
    }
  }

  /// The same of other drawn networks; nil if there cannot be such a plan.
  func of(_ grid: NetworkGrid) -> Plan? {
    try? Plan(
      subjects: .drawn(grid), repeats: repeats, settings: settings, seed: seed, precisions: precisions,
      rounding: rounding, inputs: inputs, arithmeticRevision: arithmeticRevision)
  }

  /// In words: float32; bfloat16 fused.
  package var arithmeticWords: String {
    computedPrecisions.map { Arithmetic($0, rounding).words }.joined(separator: ", ")
  }

  // MARK: Runs

  /// The axes of the runs, slowest first, as results have them.
  package var axes: [Axis] { layout.axes }
  /// Number of runs, known without making them.
  package var runCount: Int { layout.runCount }
  /// Every run, in the order of results.
  package var runs: [Run] { layout.places.compactMap(\.self) }
  /// Subjects and places on the measure's own axes, in the order of results: what repeats have in common.
  package var cells: [(subject: Subject, point: [Int])] {
    layout.cells.compactMap { cell in cell.subject.map { ($0, cell.point) } }
  }

  /// The given networks' sources, in the order of results.
  package var sources: [NetworkSource] { [.trained] + subjects.twinKinds.map { .twin($0) } }

  /// A given network, or its twins of a kind.
  package func subjects(of source: NetworkSource, for network: String) -> [Subject] {
    source.subjects(network, twins: subjects.twinPairs == .own ? nil : subjects.twins)
  }

  /// Repeats of a subject.
  package func repeats(of subject: Subject) -> Int { layout.count(of: subject) }

  /// - Precondition: the plan has such a subject.
  package func outline(of subject: Subject) -> NetworkOutline {
    switch subject {
    case .drawn(let shape): return NetworkOutline(shape)
    case .given(let name): return network(named: name).outline
    // What is known of a network by its construction does not hold for its twins.
    case .twin(let name, _, _): return NetworkOutline(layers: network(named: name).outline.layers)
    }
  }

  /// The sizes of a stack of equal layers that is at least as large as a subject's: for estimates. Of a drawn network its
  /// own, without making anything of the size of the stack.
  func envelope(of subject: Subject) -> NetworkShape {
    if case .drawn(let shape) = subject { shape } else { outline(of: subject).envelope }
  }

  /// - Precondition: the plan has a network of this name.
  func network(named name: String) -> GivenNetwork {
    guard let network = subjects.given.first(where: { $0.name == name }) else {
      preconditionFailure("there is no network \(name) in the plan")
    }
    return network
  }

  /// A run by names and values, as people tell it.
  package func label(of run: Run) -> RunLabel {
    guard let place = layout.place(of: run) else { return RunLabel([("run", "\(run)")]) }
    var parts: [(axis: String, value: String)] = []
    var rest = place
    for axis in axes.reversed() {
      let (quotient, index) = rest.quotientAndRemainder(dividingBy: axis.count)
      parts.insert((axis.name, axis.text(index)), at: 0)
      rest = quotient
    }
    return RunLabel(parts)
  }

  // MARK: Variables

  /// The measure's columns, without those that came after the plan's arithmetic.
  package var columns: [Column<M.Value>] {
    M.columns(settings).filter { $0.revision <= arithmeticRevision }
  }

  /// The same of what sums up repeats.
  package var statistics: [Statistic<M.Value>] {
    M.statistics(settings).filter { $0.revision <= arithmeticRevision }
  }

  // MARK: What a run costs

  func cost(of run: Run) -> Double {
    M.cost(envelope(of: run.subject), at: run.point, settings: settings)
  }

  func cost(ofRunsAt places: some Sequence<Int>) -> Double {
    places.reduce(0) { sum, place in sum + (layout.run(at: place).map(cost) ?? 0) }
  }

  /// - Parameter runs: at least one, all of one network.
  func bytes(of runs: [Run]) -> Double {
    M.bytes(
      envelope(of: runs[0].subject), runs: runs.count, settings: settings,
      precision: arithmetic(of: runs[0]).precision)
  }

  /// Estimated memory of a run's record, in bytes: as it is kept, as it is laid out for a file, and in the file.
  var recordBytes: Double {
    columns.reduce(96) { $0 + 3 * Double($1.count * $1.kind.byteCount) }
  }

  /// Memory for the program and the results of all runs, in bytes: known without making them.
  var resultBytes: Double {
    let program = 32.0 * 1_048_576
    return program + recordsBytes
  }

  private var recordsBytes: Double { Double(runCount) * recordBytes }

  /// Nil if there is memory for the results of a part, beside the program, and for dealing all runs out to parts.
  func shortage(of shard: Shard, available: Double = SystemMemory.available) -> MemoryShortage? {
    let dealt = shard == .whole ? 0 : Double(runCount) * Self.dealtBytes
    let needed = recordsBytes / Double(shard.count) + dealt
    return needed <= available ? nil : MemoryShortage(needed: needed, available: available)
  }

  /// What a run takes while runs are dealt out to parts, at most, in bytes.
  private static var dealtBytes: Double { 600 }

  // MARK: Random numbers

  private var stream: RandomStream { RandomStream(seed: seed) }

  /// Where the weights of a drawn network, of a twin, or the permutations of its network's are drawn from.
  ///
  /// A given network is told by its digest, so that its twins are the same whatever other networks are in the plan,
  /// and whatever it is called.
  func networkStream(_ run: Run) -> RandomStream {
    switch run.subject {
    case .drawn(let shape): stream.child(path: M.networkPath(shape, run, settings: settings))
    case .given: stream
    case .twin(let name, let kind, let number):
      stream.child(
        StreamRole.twin.rawValue, kind.streamCode, network(named: name).digest,
        UInt64(number ?? run.repeatIndex))
    }
  }

  /// The run's network: equal for runs of the same weights in the same precision.
  func networkKey(_ run: Run) -> Run {
    switch run.subject {
    case .drawn, .twin(_, _, number: nil): run
    case .given, .twin: Run(run.subject, at: precisionPlace(run))
    }
  }

  /// Where resampling for a comparison is drawn from.
  var bootstrapStream: RandomStream { stream.child(StreamRole.bootstrap.rawValue) }

  func inputPath(_ run: Run) -> [UInt64] {
    M.inputPath(run, inputSize: envelope(of: run.subject).inputSize, settings: settings)
  }

  func inputStream(_ path: [UInt64]) -> RandomStream { stream.child(path: path) }
}
