import MemoryMeasures
import RecurrentNetworks

/// Whose memory a plan measures.
package enum Subjects: Hashable, Sendable {
  /// Drawn, anew in every repeat.
  case drawn(NetworkGrid)
  /// Networks from files or constructed ones; where there are kinds of twins, each is compared with so many random
  /// networks of every kind.
  case given([GivenNetwork], twinKinds: [TwinKind] = [], twins: Int = 0, reading: TwinPairs = .shared)

  /// With 199 twins a two-sided p can be as small as 0.01.
  package static let defaultTwins = 199
  /// More are not taken unless somebody asks for them: the time they take grows with the number of comparisons.
  package static let mostDefaultTwins = 999
  /// Fresh networks, and the network's own values without their structure: two questions. Every further kind costs as
  /// much time, and all findings some of their significance.
  package static let defaultTwinKinds: [TwinKind] = [.glorot, .shuffled]

  /// Twins of every kind where nobody says how many. 80 for each of m comparisons less one give a network that is above
  /// all of them p = 2 / (80 m), and one that is above all but one 4 / (80 m): both are findings at 5% after Holm's
  /// correction for all m. Within `defaultTwins` ... `mostDefaultTwins`.
  static func standardTwins(comparisons: Int) -> Int {
    min(max(defaultTwins, 80 * comparisons - 1), mostDefaultTwins)
  }

  /// Enough for months on a large machine; above it a size list is more likely a slip.
  package static let mostRuns = 10_000_000

  /// The given networks; none of a grid.
  package var given: [GivenNetwork] {
    if case .given(let networks, _, _, _) = self { networks } else { [] }
  }

  /// The given networks as a series of checkpoints, by ascending step; nil where they are none.
  package var checkpoints: [GivenNetwork]? {
    given.contains { $0.checkpoint != nil } ? given : nil
  }

  /// The grid that networks are drawn from; nil where they are given.
  package var grid: NetworkGrid? {
    if case .drawn(let grid) = self { grid } else { nil }
  }

  package var twinKinds: [TwinKind] {
    if case .given(_, let kinds, _, _) = self { kinds } else { [] }
  }

  package var twins: Int {
    if case .given(_, let kinds, let twins, _) = self { kinds.isEmpty ? 0 : twins } else { 0 }
  }

  /// Which pairs of sequences twins read.
  package var twinPairs: TwinPairs {
    if case .given(_, _, _, let pairs) = self { pairs } else { .shared }
  }

  /// What is compared with twins: every network by itself, unless it is of a group, and every group, in the order of
  /// their first networks.
  package var samples: [ComparedSample] {
    given.map(\.sample).distinct.map { name in
      ComparedSample(name: name, networks: given.filter { $0.sample == name })
    }
  }

  /// Nil if networks like these can be measured in these precisions; else what is allowed, as a phrase.
  func precisionsAllowed(_ precisions: [Precision]) -> String? {
    guard precisions.count > 1 || precisions.contains(where: \.isEmulated) else { return nil }
    if given.contains(where: { $0.construction != nil }) {
      return "float32 or float64 for constructed networks, whose weights are those of their precision"
    }
    return precisions.count > 1 && !twinKinds.isEmpty ? "one precision, for comparisons with twins" : nil
  }

  /// What is known of all networks; of deep stacks of equal layers the lowest two, which the others repeat.
  var outlines: [NetworkOutline] {
    switch self {
    case .drawn(let grid):
      grid.shapes.map { shape in
        var shape = shape
        shape.layers = min(shape.layers, 2)
        return NetworkOutline(shape)
      }
    case .given(let networks, _, _, _): networks.map(\.outline)
    }
  }

  /// - Throws: `SettingError`, `PlanError` naming what cannot be.
  func validate() throws {
    switch self {
    case .drawn(let grid):
      try grid.validate()
    case .given(let networks, _, _, _):
      guard !networks.isEmpty else { throw PlanError.noNetworks }
      var names: Set<String> = []
      for network in networks {
        guard names.insert(network.name).inserted else { throw PlanError.repeatedName(network.name) }
        guard network.isConsistent else { throw PlanError.inconsistentLayers(network.name) }
      }
      for sample in samples where sample.isGroup { try sample.validate(beside: names) }
      if let checkpoints { try Self.validate(checkpoints) }
    }
  }
}

extension Subjects {
  /// - Throws: `PlanError` for networks of which some are no checkpoints, or that do not ascend.
  private static func validate(_ checkpoints: [GivenNetwork]) throws(PlanError) {
    var last: (step: Int, name: String)?
    for network in checkpoints {
      guard let step = network.checkpoint, network.group == nil else { throw .notInSeries(network.name) }
      if let last, last.step >= step { throw .repeatedCheckpoint(step, last.name, network.name) }
      last = (step, network.name)
    }
  }
}

extension [GivenNetwork] {
  /// What the steps of a series of checkpoints are.
  package var counted: String { first?.counter ?? "training step or epoch" }
}

/// Which pairs of input sequences twins read.
package enum TwinPairs: String, Codable, Sendable {
  /// Those of the given network, all of them.
  case shared
  /// Every twin one of its own: the results of the formats before version 3.
  case own
}

/// A unit of comparisons: a given network by itself, or several of one architecture, trained from different seeds, as a
/// sample of such networks.
package struct ComparedSample: Hashable, Sendable {
  /// That of the network, or of the group.
  package let name: String
  package let networks: [GivenNetwork]

  package var isGroup: Bool { networks.contains { $0.group != nil } }

  /// - Parameter names: those of all networks.
  /// - Throws: `PlanError` for a group that is no sample.
  fileprivate func validate(beside names: Set<String>) throws(PlanError) {
    guard !name.isEmpty, !names.contains(name) else { throw .repeatedName(name) }
    guard networks.count > 1 else { throw .groupOfOne(name) }
    for other in networks.dropFirst() where other.outline.layers != networks[0].outline.layers {
      throw .mixedGroup(name, networks[0].name, other.name)
    }
    var seen: [UInt64: String] = [:]
    for network in networks {
      if let other = seen.updateValue(network.name, forKey: network.digest) {
        throw .repeatedWeights(name, other, network.name)
      }
    }
  }
}

/// Where the network of a run comes from: the axis `source` of results.
package enum NetworkSource: Hashable, Sendable {
  /// The given network itself.
  case trained
  case twin(TwinKind)

  /// The name used in results files and tables.
  package var name: String {
    switch self {
    case .trained: "trained"
    case .twin(let kind): kind.rawValue
    }
  }

  /// The networks of this source for a given one.
  ///
  /// - Parameter twins: how many there are; nil where they have no numbers.
  func subjects(_ network: String, twins: Int?) -> [Subject] {
    switch self {
    case .trained: [.given(network)]
    case .twin(let kind):
      twins.map { (0..<$0).map { .twin(of: network, kind, number: $0) } } ?? [
        .twin(of: network, kind, number: nil)
      ]
    }
  }
}

/// What given networks are fed.
package enum InputSource: Codable, Hashable, Sendable {
  /// What the measure feeds: independent random numbers.
  case random
  /// Stretches of a recording, which is told by its digest; the name is for people.
  case recorded(name: String, digest: UInt64, rows: Int, columns: Int, reading: InputReading?)

  /// - Parameters:
  ///   - name: of the file, say.
  ///   - reading: which columns were read, and whether sequences were taken for one; the rest is the recording's.
  package init(_ recorded: RecordedInputs, name: String, reading: InputReading = InputReading()) {
    var reading = reading
    (reading.isRepeated, reading.sequences) = (recorded.layout.isRepeated, recorded.layout.sequences)
    var hash = FNV1a()
    hash.append("\(recorded.layout.rows),\(recorded.columns);".utf8)
    hash.append(recorded.values)
    self = .recorded(
      name: name, digest: hash.hash, rows: recorded.layout.rows, columns: recorded.columns, reading: reading)
  }

  /// The file; nil for random inputs.
  package var name: String? {
    if case .recorded(let name, _, _, _, _) = self { name } else { nil }
  }

  /// Nil for random inputs, and for results of before there was a choice, whose data are repeated.
  package var reading: InputReading? {
    if case .recorded(_, _, _, _, let reading) = self { reading } else { nil }
  }

  /// Nil for random inputs, and for what no recording can be.
  package var layout: RecordedLayout? {
    guard case .recorded(_, _, let rows, _, let reading) = self else { return nil }
    let (sequences, isRepeated) = (reading?.sequences ?? 1, reading?.isRepeated ?? true)
    guard sequences >= 1, rows >= 2, rows.isMultiple(of: sequences), !isRepeated || sequences == 1 else {
      return nil
    }
    return RecordedLayout(rows: rows, sequences: sequences, isRepeated: isRepeated)
  }

  /// Text that is equal for equal inputs only, whatever file they are from.
  package var exactText: String {
    switch self {
    case .random: "random"
    case .recorded(_, let digest, let rows, let columns, let reading):
      "recorded,\(digest),\(rows),\(columns)"
        + (reading.map { $0.isRepeated ? "" : ",\($0.sequences) once" } ?? "")
    }
  }
}

/// How a file of recorded inputs is read.
package struct InputReading: Codable, Hashable, Sendable {
  /// Which columns, as the user gave them; nil for all.
  package var columns: String?
  /// Whether several sequences are taken for one.
  package var isContinuous = false
  /// Whether the data are laid end to end, without an end.
  package var isRepeated = false
  /// How many sequences there are for runs.
  package var sequences = 1

  package init(
    columns: String? = nil, isContinuous: Bool = false, isRepeated: Bool = false, sequences: Int = 1
  ) {
    self.columns = columns
    self.isContinuous = isContinuous
    self.isRepeated = isRepeated
    self.sequences = sequences
  }
}

/// A plan that cannot be carried out.
package enum PlanError: Error, Equatable {
  /// Allowed: at least one.
  case noNetworks
  /// Two networks of one name, or a network and a group.
  case repeatedName(String)
  /// A group's name. Allowed: at least two networks.
  case groupOfOne(String)
  /// A group's name, and two of its networks whose layers are not alike.
  case mixedGroup(String, String, String)
  /// A group's name, and two of its networks that have the same weights.
  case repeatedWeights(String, String, String)
  /// A network among checkpoints that is none.
  case notInSeries(String)
  /// Two networks of the same step.
  case repeatedCheckpoint(Int, String, String)
  /// A network whose layers do not fit each other.
  case inconsistentLayers(String)
  /// The weights that are to be measured are not those of the plan.
  case otherWeights(String)
  /// The inputs that are to be fed are not those of the plan.
  case otherInputs
  /// A measure that networks from files are not asked.
  case notForGiven(measure: String)
  /// A cell that the measure cannot be asked of.
  case cell(CellType, allowed: [CellType])
  /// The product of these axes. Allowed: at most `Subjects.mostRuns`. The count is a floating-point number so that
  /// it cannot overflow.
  case tooManyRuns(Double, of: [String])
}
