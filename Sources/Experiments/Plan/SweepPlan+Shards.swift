extension SweepPlan {
  /// The runs of a part, in the order of the plan. Every run lies in exactly one part of a given count.
  ///
  /// Parts are balanced by estimated cost: runs are dealt out from the costliest to the cheapest, each to the
  /// part that has the least so far (Graham 1969). Where there are enough of them to balance, whole lineups
  /// are dealt out rather than single runs, so that the inputs of a lineup are drawn in one part only.
  public func coordinates(of shard: Shard) -> [Run] {
    let runs = coordinates
    guard shard.count > 1 else { return runs }

    let lineups = lineups(of: runs)
    let units = lineups.count >= lineupsPerShard * shard.count ? lineups.map(\.runs) : runs.map { [$0] }
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

  /// With fewer lineups per part than this, one lineup more or less is too much of a difference.
  private var lineupsPerShard: Int { 4 }
}
