import Files
import HDF5
import LabelledFiles
import MemoryMeasures
import RecurrentNetworks

extension Results {
  /// Writes a results file, complete or not at all. Directories that are missing are made.
  ///
  /// - Parameters:
  ///   - overwrites: whether a file that is there may be replaced.
  ///   - threads: that may be at work.
  ///   - provenance: for the attributes `source`, `history` and, where the machine is known, `provenance`: a JSON list, the
  ///     last of which is of this file, those before of the parts that it was made of.
  /// - Throws: `OutputError`, `HDF5Error`.
  package func write(
    to path: String, overwrites: Bool = false, threads: Int = 1, provenance: Provenance
  ) throws {
    let destination = try Destination(path)
    guard overwrites || !destination.exists else { throw OutputError.exists(path: path) }
    let file = try HDF5File()
    try layOut(in: file, provenance: provenance.finished, threads: threads)
    SystemMemory.giveBack()
    try destination.write(file.bytes())
  }
}

/// Lays results out in an HDF5 file that readers of netCDF-4 open with named, labelled dimensions.
///
/// - Dimensions, each with a coordinate variable: those of the runs (of drawn networks `cell`, `layers`,
///   `hidden_size` and, unless there is only one, `input_size`; of given ones `network` and, where there may be twins,
///   `source` and, where there are any, `twin`; then the measure's own; last `repeat` or `run`), and those of columns.
/// - Variables per run: `run_status` and `failure_reason`, then the measure's columns. A run that is missing or failed
///   has `_FillValue` in every column, and so has a place without a run in `run_status`, too.
/// - Variables that sum up repeats, over all axes of the runs but the last; of given networks also where they come from,
///   over `network`, and where there are twins how they compare, over `sample` and `source`.
///
/// A part has its own runs only, gathered along one axis as CF has it (section 8.2): `place`, whose values are places in the
/// product of the axes of the runs, the last one fastest; its attribute `compress` names these. What sums up runs or
/// compares them, which may lie in several parts, is left to the whole.
///
/// Root attributes hold the plan in two forms, one by one for people and as JSON (`plan`) for reading. Numeric variables
/// have a checksum (`crc32`).
struct ResultsWriter<M: Measure> {
  let results: Results<M>
  let provenance: Provenance
  let root: HDF5Group
  /// Whether the runs of the part alone are laid out, along one axis.
  let isGathered: Bool
  /// That may be at work: sums are made and columns gathered while others are compressed.
  let threads: Int
  var plan: Plan<M> { results.plan }

  func write() throws {
    let comparisons = isGathered ? [] : results.comparisons
    try writeAttributes(comparisons)
    let columns = plan.columns
    let statistics = isGathered ? [] : plan.statistics
    var variables = VariableWriter(root: root)
    let compared = comparisons.isEmpty ? [] : [sampleAxis]
    for axis in (plan.axes + compared + columns.flatMap(\.axes) + statistics.flatMap(\.axes)).distinct {
      try variables.write(axis)
    }
    var axes = plan.axes
    var places = results.members.places
    if isGathered {
      let gathering = RunGathering(results.members)
      try variables.write(gathering.axis, gathering: plan.axes)
      axes = [gathering.axis]
      places = gathering.places
    } else if places.count < plan.layout.placeCount {
      places = Array(0..<plan.layout.placeCount)
    }
    let sums = sums(statistics)
    try write(places, over: axes, columns, variables)
    try writeRecordedPlaces(places, over: axes, variables)
    try write(statistics, sums(), variables)
    try writeNetworks(variables)
    if !comparisons.isEmpty { try write(comparisons, variables) }
  }

  /// The names of all variables but the coordinates.
  static func variables(of plan: Plan<M>, isGathered: Bool) -> [String] {
    var names = ["run_status", "failure_reason"] + plan.columns.map(\.name)
    if plan.inputs != .random { names += (M.recording?.places ?? []).map(\.name) }
    if plan.layout.hasRepeatAxis, !isGathered { names += plan.statistics.map(\.name) }
    if !plan.subjects.given.isEmpty {
      names += ["network_path", "network_selection", "weights_digest"]
      names += M.networkColumns(plan.settings).map(\.name)
    }
    // Results of the formats before version 3 have other variables.
    if !plan.subjects.twinKinds.isEmpty, plan.subjects.twinPairs == .shared, !isGathered {
      names += M.compared(plan.settings).flatMap { compared in
        comparisonNames(compared).map { "\(compared.name)_\($0)" }
      }
    }
    return names
  }

  // MARK: Attributes

  private func writeAttributes(_ comparisons: [TwinComparison]) throws {
    var provenance = provenance
    if results.shard != .whole, !provenance.details.isEmpty {
      provenance.details["part"] = results.shard.words
    }
    try root.writeAttribute("Conventions", "CF-1.11")
    try root.writeAttribute("title", M.title)
    try root.writeAttribute("source", provenance.program)
    try root.writeAttribute("history", provenance.history)
    if let json = try provenance.json() { try root.writeAttribute("provenance", json) }
    try root.writeAttribute("format", M.format)
    try root.writeAttribute("format_version", Int32(M.formatVersion))
    try root.writeAttribute("arithmetic_revision", Int64(plan.arithmeticRevision))
    let experiment = plan.experiment
    for setting in Experiment<M>.settings where setting.applies(to: experiment) {
      if let name = setting.attribute, let value = setting.value(of: experiment) {
        try root.writeAttribute(name, value)
      }
    }
    if !plan.subjects.twinKinds.isEmpty {
      try root.writeAttribute(
        "comparisons", Int32(plan.subjects.twinPairs == .shared ? comparisons.count : 0))
    }
    let notes = plan.subjects.given.flatMap { network in network.notes.map { "\(network.name): \($0)" } }
    if !notes.isEmpty { try root.writeAttribute("network_notes", notes.joined(separator: "\n")) }
    try root.writeAttribute("shard", results.shard.stored)
    try root.writeAttribute("plan_fingerprint", plan.fingerprint)
    try root.writeAttribute("plan", String(decoding: CanonicalJSON.encode(plan), as: UTF8.self))
  }

  // MARK: Variables

  private func write(
    _ places: [Int], over axes: [Axis], _ columns: [Column<M.Value>],
    _ variables: VariableWriter
  ) throws {
    let (records, layout) = (results.records, plan.layout)
    try variables.write(
      "run_status", over: axes, "whether the run is finished",
      .flags(
        places.map { place in
          layout.run(at: place) == nil ? ColumnKind.missingFlag : records.status(at: place).rawValue
        }),
      .flag(RunStatus.allCases.map(\.name)))
    try variables.write(
      "failure_reason", over: axes, "why the run failed; empty if it did not",
      places.map { records.reason(at: $0) ?? "" })
    // What millions of words took.
    SystemMemory.giveBack()
    // What follows from other columns is made together, of each value while it is there.
    let derived = columns.filter { $0.restore == nil }
    let found = Threads.ahead(jobs: threads) { Self.values(of: derived, records, at: places) }
    func values(_ column: Column<M.Value>) -> @Sendable () -> ColumnValues {
      guard let place = derived.firstIndex(where: { $0.name == column.name }) else {
        return Threads.ahead(jobs: threads) {
          records.values(of: column, at: places) ?? column.kind.noValues
        }
      }
      return { found()[place] }
    }
    var next = columns.first.map(values)
    for (index, column) in columns.enumerated() {
      guard let found = next?() else { break }
      next = columns[(index + 1)...].first.map(values)
      try variables.write(
        column.name, over: axes + column.axes, column.longName, found, column.kind, units: column.units)
    }
  }

  /// Columns that follow from others, at these places.
  private static func values(
    of derived: [Column<M.Value>], _ records: Records<M>, at places: [Int]
  ) -> [ColumnValues] {
    var found = derived.map(\.kind.noValues)
    guard !derived.isEmpty else { return found }
    for start in stride(from: 0, to: places.count, by: records.rowsAtOnce) {
      let part = places[start..<min(start + records.rowsAtOnce, places.count)]
      let (values, areDone) = (records.values(at: part), part.map { records.status(at: $0) == .done })
      for (index, column) in derived.enumerated() {
        found[index].append(column.values(values, where: areDone))
      }
    }
    return found
  }

  /// Where in recorded inputs every run reads, whether it is finished or not.
  private func writeRecordedPlaces(
    _ places: [Int], over axes: [Axis], _ variables: VariableWriter
  ) throws {
    guard let recorded = plan.inputs.layout else { return }
    for column in M.recording?.places ?? [] {
      let found = places.map { place in
        plan.layout.run(at: place).map { run in
          Int32(clamping: column.place(recorded, plan.inputStream(plan.inputPath(run)), plan.settings))
        } ?? ColumnKind.missingCount
      }
      try variables.write(column.name, over: axes, column.longName, .counts(found), .count)
    }
  }

  /// What sums up repeats, of all cells.
  private func sums(_ statistics: [Statistic<M.Value>]) -> @Sendable () -> [ColumnValues] {
    let (results, cells) = (results, plan.layout.hasRepeatAxis ? plan.layout.cells : [])
    let size = max(1, cells.count / (Self.piecesPerThread * threads))
    let pieces = stride(from: 0, to: cells.count, by: size).map { $0..<min($0 + size, cells.count) }
    return Threads.ahead(jobs: threads) { [threads] in
      let summed = Threads.map(count: pieces.count, jobs: threads - 1) { piece in
        cells[pieces[piece]].reduce(into: statistics.map(\.kind.noValues)) { found, cell in
          let values = cell.subject.map { results.measured($0, at: cell.point) }
          for (index, statistic) in statistics.enumerated() {
            found[index].append(values.map(statistic.values) ?? statistic.kind.missing(statistic.count))
          }
        }
      }
      return summed.reduce(into: statistics.map(\.kind.noValues)) { all, piece in
        for (index, values) in piece.enumerated() { all[index].append(values) }
      }
    }
  }

  private func write(
    _ statistics: [Statistic<M.Value>], _ sums: [ColumnValues], _ variables: VariableWriter
  ) throws {
    guard plan.layout.hasRepeatAxis else { return }
    let axes = Array(plan.axes.dropLast())
    for (statistic, values) in zip(statistics, sums) {
      try variables.write(
        statistic.name, over: axes + statistic.axes, statistic.longName, values, statistic.kind,
        units: statistic.units)
    }
  }

  /// So many that no thread waits long for the others.
  private static var piecesPerThread: Int { 16 }

  private func writeNetworks(_ variables: VariableWriter) throws {
    let networks = plan.subjects.given
    guard let axis = plan.axes.first, !networks.isEmpty else { return }
    func write(_ name: String, _ longName: String, _ text: (GivenNetwork) -> String) throws {
      try variables.write(name, over: [axis], longName, networks.map(text))
    }
    try write("network_path", "file that the network was read from; empty for a constructed one") { $0.path }
    try write("network_selection", "layers of the file that make the network; empty for all") { $0.selection }
    if networks.contains(where: { $0.group != nil }) {
      try write("network_group", "group in which it is compared; empty where it is by itself") {
        $0.group ?? ""
      }
    }
    try write("weights_digest", "FNV-1a of shapes and weights, 64 bits in hexadecimal digits") {
      $0.digest.sixteenDigits
    }
    for column in M.networkColumns(plan.settings) {
      switch column.words {
      case .text(let text): try write(column.name, column.longName) { text($0.outline) }
      case .count(let count):
        try variables.write(
          column.name, over: [axis], column.longName,
          .counts(networks.map { Int32(clamping: count($0.outline)) }), .count)
      }
    }
  }
}

/// The values of `run_status` in results files.
enum RunStatus: Int8, CaseIterable {
  case missing = 0
  case done = 1
  case failed = 2

  var name: String { "\(self)" }
}

/// The axis of the runs of a part.
struct RunGathering {
  static let axis = "place"

  let places: [Int]
  var axis: Axis {
    Axis(Self.axis, "place of the run in the plan, the last of its axes fastest", .wholes(places))
  }

  init<M: Measure>(_ members: ShardMembers<M>) { places = members.places }
}
