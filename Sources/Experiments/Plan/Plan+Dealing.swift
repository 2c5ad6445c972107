import MemoryMeasures

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

  /// Whether networks of these runs can be measured in one lineup.
  func mayShareLineup(_ one: Run, _ other: Run) -> Bool {
    M.sharesInputs && arithmetic(of: one) == arithmetic(of: other)
      && envelope(of: one.subject).inputSize == envelope(of: other.subject).inputSize
  }

  /// The lineups of runs that are measured one after the other (see `Lineup`), each with the numbers of its runs'
  /// networks: of measures that share inputs as many consecutive runs as there can be, where those of a network follow
  /// each other; of others every run by itself.
  func lineups(of runs: [Run]) -> [(runs: [Run], networkNumbers: [Int])] {
    var lineups: [(runs: [Run], networkNumbers: [Int])] = []
    var last: Run?
    for run in runs {
      if let last, mayShareLineup(last, run) {
        let place = lineups.count - 1
        let number = lineups[place].networkNumbers[lineups[place].runs.count - 1]
        lineups[place].runs.append(run)
        let isSame = !ownsNetwork(run) && networkKey(last) == networkKey(run)
        lineups[place].networkNumbers.append(isSame ? number : number + 1)
      } else {
        lineups.append(([run], [0]))
      }
      last = run
    }
    return lineups
  }

  /// Numbers in the order of first appearance: of every run's network, and of every network's block. For millions of
  /// runs, without lists of them.
  private func groups(of runs: [Run]) -> (networks: [Int], blocks: [Int], blockCount: Int) {
    guard M.sharesInputs else { return (Array(runs.indices), Array(runs.indices), runs.count) }
    var shared: [Run: Int] = [:]
    var inputs = Numbers<Inputs>()
    var networkOfRun: [Int] = []
    var inputsOfNetwork: [InputList] = []
    networkOfRun.reserveCapacity(runs.count)
    inputsOfNetwork.reserveCapacity(runs.count)
    for run in runs {
      let number = inputs.number(
        of: Inputs(
          path: inputPath(run), inputSize: envelope(of: run.subject).inputSize,
          precision: precisionPlace(run).first))
      let key = ownsNetwork(run) ? nil : networkKey(run)
      if let network = key.flatMap({ shared[$0] }) {
        inputsOfNetwork[network].others.append(number)
        networkOfRun.append(network)
      } else {
        if let key { shared[key] = inputsOfNetwork.count }
        networkOfRun.append(inputsOfNetwork.count)
        inputsOfNetwork.append(InputList(first: number))
      }
    }
    var blocks = Numbers<InputList>()
    return (networkOfRun, inputsOfNetwork.map { blocks.number(of: $0) }, blocks.count)
  }

  /// The runs of a part, in the order of the plan. Every run lies in exactly one part of a given count.
  package func runs(of shard: Shard) -> [Run] {
    shard == .whole ? runs : ShardMembers(shard, of: self).places.compactMap(layout.run)
  }

  /// The places of these runs.
  func places(of shard: Shard) -> [Int] { ShardMembers(shard, of: self).places }

  /// A part of the runs that results lack.
  ///
  /// - Parameter path: of a results file or journal, of this plan.
  /// - Throws: `MissingRunsError`; what reading it throws.
  package func shard(_ shard: Shard, missingFrom path: String) throws -> Shard {
    let document = try Document(reading: path)
    guard let results = document.results(of: M.self) else {
      throw MissingRunsError(path: path, difference: .format(document.measure.format, M.format))
    }
    if let key = firstDifference(from: results.plan) {
      throw MissingRunsError(path: path, difference: .key(key))
    }
    return shard.of(
      places: (0..<layout.placeCount).filter { place in
        layout.run(at: place) != nil && !results.records.contains(place)
      })
  }

  /// The number of the part, from 1, that every place's run is dealt out to; 0 for none.
  ///
  /// Parts are balanced by estimated cost: runs are dealt out from the costliest to the cheapest, each to the
  /// part that has the least so far (Graham 1969). Where there are enough of them to balance, whole blocks
  /// are dealt out rather than single networks, so that the inputs of a block are drawn in one part only.
  func dealt(with shard: Shard) -> [Int32] {
    var dealt = [Int32](repeating: 0, count: layout.placeCount)
    let places = (shard.rest?.flatMap { $0.prefix { $0 < dealt.count } } ?? Array(dealt.indices))
      .filter { layout.run(at: $0) != nil }
    let runs = places.compactMap(layout.run)
    let groups = groups(of: runs)
    let dealsBlocks = groups.blockCount >= blocksPerShard * shard.count
    func unit(_ run: Int) -> Int {
      dealsBlocks ? groups.blocks[groups.networks[run]] : groups.networks[run]
    }
    var costs = [Double](repeating: 0, count: dealsBlocks ? groups.blockCount : groups.blocks.count)
    for index in runs.indices { costs[unit(index)] += cost(of: runs[index]) }
    var loads = Loads(count: min(shard.count, costs.count))
    var parts = [Int32](repeating: 0, count: costs.count)
    for unit in costs.indices.sorted(by: { (-costs[$0], $0) < (-costs[$1], $1) }) {
      guard let lightest = loads.removeLightest() else { break }
      loads.insert((lightest.cost + costs[unit], lightest.place))
      parts[unit] = Int32(clamping: lightest.place + 1)
    }
    for (index, place) in places.enumerated() { dealt[place] = parts[unit(index)] }
    return dealt
  }

  /// With fewer blocks per part than this, one block more or less is too much of a difference.
  private var blocksPerShard: Int { 4 }
}

/// Results whose missing runs are asked for, and that are not of the plan at hand.
package struct MissingRunsError: Error, Equatable {
  package let path: String
  package let difference: PlanDifference
}

/// What of inputs tells them from others.
private struct Inputs: Hashable {
  let path: [UInt64]
  let inputSize: Int
  let precision: Int?
}

/// The inputs of a network, by their numbers: the first by itself, since most networks have no others.
private struct InputList: Hashable {
  let first: Int
  var others: [Int] = []
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
