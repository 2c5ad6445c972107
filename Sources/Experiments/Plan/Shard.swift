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

  /// From text like "2/4", or "auto/4" in a task of a job array.
  ///
  /// - Parameter task: the number of the task, as Slurm gives it in `taskVariable`. The count of parts is never taken from
  ///   there: Slurm's is that of the tasks submitted last, 2 if two of eight are submitted again.
  /// - Throws: `ShardError`.
  package init(_ text: String, task: String? = nil) throws(ShardError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int(parts[1]) else { throw .malformed(text) }
    guard parts[0] == "auto" else {
      guard let index = Int(parts[0]) else { throw .malformed(text) }
      try self.init(index: index, count: count)
      return
    }
    guard let task else { throw .noTask(count: count) }
    guard (1...Self.mostParts).contains(count), let index = Int(task), (1...count).contains(index) else {
      throw .taskOutOfRange(task, count: count)
    }
    self.init(unchecked: index, of: count)
  }

  /// The environment variable that tells a task of a job array its number.
  package static let taskVariable = "SLURM_ARRAY_TASK_ID"

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
  /// The part of a task is asked for, where there is no job array.
  case noTask(count: Int)
  /// A task that is no number of a part, such as 0.
  case taskOutOfRange(String, count: Int)
}

extension Plan {
  /// The runs of every network together, and networks that are fed the same in the same precision together: what is best measured by one
  /// worker, because inputs are then drawn once for all these networks, and each network once for all its inputs. Of
  /// measures that do not share inputs every run by itself. All in the order of first appearance.
  func blocks(of runs: [Run]) -> [[[Run]]] {
    let groups = groups(of: runs)
    var networks = [[Run]](repeating: [], count: groups.blocks.count)
    for (run, network) in zip(runs, groups.networks) { networks[network].append(run) }
    var blocks = [[[Run]]](repeating: [], count: groups.blockCount)
    for (network, block) in zip(networks, groups.blocks) { blocks[block].append(network) }
    return blocks
  }

  /// Numbers in the order of first appearance: of every run's network, and of every network's block. For millions of
  /// runs, without lists of them.
  private func groups(of runs: [Run]) -> (networks: [Int], blocks: [Int], blockCount: Int) {
    guard M.sharesInputs else { return (Array(runs.indices), Array(runs.indices), runs.count) }
    var networks = Numbers<Run>()
    var inputs = Numbers<[UInt64]>()
    var networkOfRun: [Int] = []
    var inputsOfNetwork: [[Int]] = []
    networkOfRun.reserveCapacity(runs.count)
    for run in runs {
      let network = networks.number(of: networkKey(run))
      if network == inputsOfNetwork.count { inputsOfNetwork.append([]) }
      let path =
        inputPath(run) + [UInt64(envelope(of: run.subject).inputSize)] + precisionPlace(run).map(UInt64.init)
      inputsOfNetwork[network].append(inputs.number(of: path))
      networkOfRun.append(network)
    }
    var blocks = Numbers<[Int]>()
    return (networkOfRun, inputsOfNetwork.map { blocks.number(of: $0) }, blocks.count)
  }

  /// The runs of a part, in the order of the plan. Every run lies in exactly one part of a given count.
  ///
  /// Parts are balanced by estimated cost: runs are dealt out from the costliest to the cheapest, each to the
  /// part that has the least so far (Graham 1969). Where there are enough of them to balance, whole blocks
  /// are dealt out rather than single networks, so that the inputs of a block are drawn in one part only.
  package func runs(of shard: Shard) -> [Run] {
    let runs = runs
    guard shard.count > 1 else { return runs }

    let groups = groups(of: runs)
    let dealsBlocks = groups.blockCount >= blocksPerShard * shard.count
    func unit(_ run: Int) -> Int {
      dealsBlocks ? groups.blocks[groups.networks[run]] : groups.networks[run]
    }
    var costs = [Double](repeating: 0, count: dealsBlocks ? groups.blockCount : groups.blocks.count)
    for index in runs.indices { costs[unit(index)] += cost(of: runs[index]) }
    var loads = Loads(count: min(shard.count, costs.count))
    var isChosen = [Bool](repeating: false, count: costs.count)
    for unit in costs.indices.sorted(by: { (-costs[$0], $0) < (-costs[$1], $1) }) {
      guard let lightest = loads.removeLightest() else { break }
      loads.insert((lightest.cost + costs[unit], lightest.place))
      isChosen[unit] = lightest.place == shard.index - 1
    }
    return runs.indices.filter { isChosen[unit($0)] }.map { runs[$0] }
  }

  /// The places of these runs.
  func places(of shard: Shard) -> [Int] {
    shard == .whole
      ? (0..<layout.placeCount).filter { layout.run(at: $0) != nil }
      : runs(of: shard).compactMap(layout.place)
  }

  /// With fewer blocks per part than this, one block more or less is too much of a difference.
  private var blocksPerShard: Int { 4 }
}

/// Numbers values in the order in which they come, equal ones alike.
private struct Numbers<Value: Hashable> {
  private var numbers: [Value: Int] = [:]
  var count: Int { numbers.count }

  mutating func number(of value: Value) -> Int {
    let next = numbers.count
    let number = numbers[value] ?? next
    if number == next { numbers[value] = next }
    return number
  }
}

/// Which runs are those of a part. Of an undivided plan there is no list of them: it may have millions, and a file that
/// says so a few bytes.
struct ShardMembers<M: Measure> {
  private let plan: Plan<M>
  /// Their places; nil for all.
  private let members: Set<Int>?

  init(_ shard: Shard, of plan: Plan<M>) {
    self.plan = plan
    members = shard == .whole ? nil : Set(plan.places(of: shard))
  }

  var count: Int { members?.count ?? plan.runCount }

  func contains(_ place: Int) -> Bool { members?.contains(place) ?? (plan.layout.run(at: place) != nil) }
}
