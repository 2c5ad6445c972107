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

extension Plan {
  /// The runs of every network together, and networks that are fed the same in the same precision together: what is best measured by one
  /// worker, because inputs are then drawn once for all these networks, and each network once for all its inputs. Of
  /// measures that do not share inputs every run by itself. All in the order of first appearance.
  func blocks(of runs: [Run]) -> [[[Run]]] {
    guard M.sharesInputs else { return runs.map { [[$0]] } }
    var networks: [(runs: [Run], inputs: [[UInt64]])] = []
    var places: [Run: Int] = [:]
    for run in runs {
      let key = networkKey(run)
      let inputs =
        inputPath(run) + [UInt64(envelope(of: run.subject).inputSize)] + precisionPlace(run).map(UInt64.init)
      if let place = places[key] {
        networks[place].runs.append(run)
        networks[place].inputs.append(inputs)
      } else {
        places[key] = networks.count
        networks.append(([run], [inputs]))
      }
    }
    var blocks: [[[Run]]] = []
    var blockPlaces: [[[UInt64]]: Int] = [:]
    for network in networks {
      if let place = blockPlaces[network.inputs] {
        blocks[place].append(network.runs)
      } else {
        blockPlaces[network.inputs] = blocks.count
        blocks.append([network.runs])
      }
    }
    return blocks
  }

  /// The runs of a part, in the order of the plan. Every run lies in exactly one part of a given count.
  ///
  /// Parts are balanced by estimated cost: runs are dealt out from the costliest to the cheapest, each to the
  /// part that has the least so far (Graham 1969). Where there are enough of them to balance, whole blocks
  /// are dealt out rather than single networks, so that the inputs of a block are drawn in one part only.
  package func runs(of shard: Shard) -> [Run] {
    let runs = runs
    guard shard.count > 1 else { return runs }

    let blocks = blocks(of: runs)
    let units =
      blocks.count >= blocksPerShard * shard.count
      ? blocks.map { $0.flatMap(\.self) } : blocks.flatMap(\.self)
    let costs = units.map { unit in unit.reduce(0) { $0 + cost(of: $1) } }
    var loads = Loads(count: min(shard.count, units.count))
    var chosen: Set<Run> = []
    for unit in units.indices.sorted(by: { (-costs[$0], $0) < (-costs[$1], $1) }) {
      guard let lightest = loads.removeLightest() else { break }
      loads.insert((lightest.cost + costs[unit], lightest.place))
      if lightest.place == shard.index - 1 { chosen.formUnion(units[unit]) }
    }
    return runs.filter(chosen.contains)
  }

  /// With fewer blocks per part than this, one block more or less is too much of a difference.
  private var blocksPerShard: Int { 4 }
}

/// Which runs are those of a part. Of an undivided plan there is no list of them: it may have millions, and a file that
/// says so a few bytes.
struct ShardMembers<M: Measure> {
  private let plan: Plan<M>
  /// Nil for all.
  private let members: Set<Run>?

  init(_ shard: Shard, of plan: Plan<M>) {
    self.plan = plan
    members = shard == .whole ? nil : Set(plan.runs(of: shard))
  }

  var count: Int { members?.count ?? plan.runCount }

  func contains(_ run: Run) -> Bool { members?.contains(run) ?? (plan.layout.place(of: run) != nil) }
}
