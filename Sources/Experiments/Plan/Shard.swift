import MemoryMeasures

/// One of several parts of a plan, run apart from the others: part `index` of `count`.
package struct Shard: Codable, Hashable, Sendable {
  /// From 1.
  package let index: Int
  package let count: Int

  /// More than there are runs in any plan.
  package static let mostParts = 1_000_000_000
  /// The one part of an undivided plan.
  package static let whole = Shard(unchecked: 1, of: 1)

  /// - Throws: `ShardError.outOfRange`.
  package init(index: Int, count: Int) throws(ShardError) {
    guard (1...Self.mostParts).contains(count), (1...count).contains(index) else {
      throw .outOfRange(index: index, count: count)
    }
    self.init(unchecked: index, of: count)
  }

  /// From text like "2/4".
  ///
  /// - Throws: `ShardError`.
  package init(_ text: String) throws(ShardError) {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let index = numbers[0], let count = numbers[1] else {
      throw .malformed(text)
    }
    try self.init(index: index, count: count)
  }

  private init(unchecked index: Int, of count: Int) {
    self.index = index
    self.count = count
  }

  package init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode(String.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Shard: CustomStringConvertible {
  /// As on the command line: "2/4".
  package var description: String { "\(index)/\(count)" }
}

/// A part of a plan that does not exist.
package enum ShardError: Error, Equatable {
  /// Text that is not two whole numbers with a slash between, like 2/4.
  case malformed(String)
  /// Allowed: count 1 ... `Shard.mostParts`, index 1 ... count.
  case outOfRange(index: Int, count: Int)
}

/// Runs that are fed the same inputs.
struct RunGroup {
  let inputPath: [UInt64]
  let inputSize: Int
  var runs: [Run]
}

extension Plan {
  /// Groups runs that are measured together, both in the order of first appearance: each alone unless the measure
  /// shares inputs.
  func groups(of runs: [Run]) -> [RunGroup] {
    var groups: [RunGroup] = []
    var places: [[UInt64]: Int] = [:]
    for run in runs {
      let path = inputPath(run)
      let inputSize = envelope(of: run.subject).inputSize
      let key = path + [UInt64(inputSize)]
      if M.sharesInputs, let place = places[key] {
        groups[place].runs.append(run)
      } else {
        places[key] = groups.count
        groups.append(RunGroup(inputPath: path, inputSize: inputSize, runs: [run]))
      }
    }
    return groups
  }

  /// The runs of a part, in the order of the plan. Every run lies in exactly one part of a given count.
  ///
  /// Parts are balanced by estimated cost: runs are dealt out from the costliest to the cheapest, each to the
  /// part that has the least so far (Graham 1969). Where there are enough of them to balance, whole groups
  /// are dealt out rather than single runs, so that the inputs of a group are drawn in one part only.
  package func runs(of shard: Shard) -> [Run] {
    let runs = runs
    guard shard.count > 1 else { return runs }

    let groups = groups(of: runs)
    let units = groups.count >= groupsPerShard * shard.count ? groups.map(\.runs) : runs.map { [$0] }
    let costs = units.map { unit in unit.reduce(0) { $0 + cost(of: $1) } }
    var loads = [Double](repeating: 0, count: min(shard.count, units.count))
    var chosen: Set<Run> = []
    for unit in units.indices.sorted(by: { (-costs[$0], $0) < (-costs[$1], $1) }) {
      let lightest = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
      loads[lightest] += costs[unit]
      if lightest == shard.index - 1 { chosen.formUnion(units[unit]) }
    }
    return runs.filter(chosen.contains)
  }

  /// With fewer groups per part than this, one group more or less is too much of a difference.
  private var groupsPerShard: Int { 4 }
}
