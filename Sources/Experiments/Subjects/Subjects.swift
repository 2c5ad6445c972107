import MemoryMeasures
import RecurrentNetworks

/// Whose memory a plan measures.
package enum Subjects: Hashable, Sendable {
  /// Drawn, anew in every repeat.
  case drawn(NetworkGrid)
  /// Networks from files or constructed ones; where there are kinds of twins, each is compared with so many random
  /// networks of every kind.
  case given([GivenNetwork], twinKinds: [TwinKind] = [], twins: Int = 0)

  /// Ten pairs against thirty twins that all differ from them have an exact p of 2.4e-9: small enough to stay
  /// significant after a correction for hundreds of comparisons.
  package static let defaultTwins = 30
  package static let defaultTwinKinds: [TwinKind] = [.glorot, .keras, .pytorch, .shuffled]
  /// Enough for months on a large machine; above it a size list is more likely a slip.
  package static let mostRuns = 10_000_000

  /// The given networks; none of a grid.
  package var given: [GivenNetwork] {
    if case .given(let networks, _, _) = self { networks } else { [] }
  }

  /// The grid that networks are drawn from; nil where they are given.
  package var grid: NetworkGrid? {
    if case .drawn(let grid) = self { grid } else { nil }
  }

  package var twinKinds: [TwinKind] {
    if case .given(_, let kinds, _) = self { kinds } else { [] }
  }

  package var twins: Int {
    if case .given(_, let kinds, let twins) = self { kinds.isEmpty ? 0 : twins } else { 0 }
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
    case .given(let networks, _, _): networks.map(\.outline)
    }
  }

  /// - Throws: `SettingError`, `PlanError` naming what cannot be.
  func validate() throws {
    switch self {
    case .drawn(let grid):
      try grid.validate()
    case .given(let networks, _, _):
      guard !networks.isEmpty else { throw PlanError.noNetworks }
      var names: Set<String> = []
      for network in networks {
        guard names.insert(network.name).inserted else { throw PlanError.repeatedName(network.name) }
        guard network.isConsistent else { throw PlanError.inconsistentLayers(network.name) }
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

  /// The network of this source for a given one.
  package func subject(_ network: String) -> Subject {
    switch self {
    case .trained: .given(network)
    case .twin(let kind): .twin(of: network, kind)
    }
  }
}

/// What given networks are fed.
package enum InputSource: Codable, Hashable, Sendable {
  /// What the measure feeds: independent random numbers.
  case random
  /// Stretches of a recording, which is told by its digest; the name is for people.
  case recorded(name: String, digest: UInt64, rows: Int, columns: Int)

  /// - Parameter name: of the file, say.
  package init(_ recorded: RecordedInputs, name: String) {
    var hash = FNV1a()
    hash.append("\(recorded.rows),\(recorded.columns);".utf8)
    hash.append(recorded.values)
    self = .recorded(name: name, digest: hash.hash, rows: recorded.rows, columns: recorded.columns)
  }

  /// The file; nil for random inputs.
  package var name: String? {
    if case .recorded(let name, _, _, _) = self { name } else { nil }
  }

  /// Text that is equal for equal inputs only, whatever file they are from.
  var exactText: String {
    switch self {
    case .random: "random"
    case .recorded(_, let digest, let rows, let columns): "recorded,\(digest),\(rows),\(columns)"
    }
  }
}

/// A plan that cannot be carried out.
package enum PlanError: Error, Equatable {
  /// Allowed: at least one.
  case noNetworks
  /// Two networks of one name.
  case repeatedName(String)
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
