import MemoryMeasures

extension DivergencePlan {
  /// The runs of a part, in the order of the axes. Every run lies in exactly one part of a given count.
  ///
  /// Parts are balanced by estimated cost: runs are dealt out from the costliest to the cheapest, each to the
  /// part that has the least so far (Graham 1969). Where there are enough of them to balance, whole lineups
  /// are dealt out rather than single runs, so that a pair of input sequences is drawn in one part only.
  public func coordinates(of shard: Shard) -> [RunCoordinates] {
    let runs = grid.coordinates
    guard shard.count > 1 else { return runs }

    let lineups = Lineup.group(runs)
    let units = lineups.count >= Self.lineupsPerShard * shard.count ? lineups.map(\.runs) : runs.map { [$0] }
    let costs = units.map { unit in unit.reduce(0) { $0 + cost(of: $1) } }
    var loads = [Double](repeating: 0, count: min(shard.count, units.count))
    var chosen: Set<RunCoordinates> = []
    for unit in units.indices.sorted(by: { (-costs[$0], $0) < (-costs[$1], $1) }) {
      let lightest = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
      loads[lightest] += costs[unit]
      if lightest == shard.index - 1 { chosen.formUnion(units[unit]) }
    }
    return runs.filter(chosen.contains)
  }

  /// With fewer lineups per part than this, one lineup more or less is too much of a difference.
  private static let lineupsPerShard = 4

  /// Estimated cost of a run, in fused multiply-adds.
  func cost(of run: RunCoordinates) -> Double {
    Divergence.estimatedCost(run.shape, settings: settings)
  }
}
