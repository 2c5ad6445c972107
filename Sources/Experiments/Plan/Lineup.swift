/// Runs that are fed the same inputs.
struct Lineup<Plan: SweepPlan> {
  let key: Plan.LineupKey
  var runs: [Plan.Run]
}

extension SweepPlan {
  /// Groups runs into lineups, both in the order of first appearance.
  func lineups(of runs: [Run]) -> [Lineup<Self>] {
    var lineups: [Lineup<Self>] = []
    var positions: [LineupKey: Int] = [:]
    for run in runs {
      let key = lineupKey(of: run)
      if let position = positions[key] {
        lineups[position].runs.append(run)
      } else {
        positions[key] = lineups.count
        lineups.append(Lineup(key: key, runs: [run]))
      }
    }
    return lineups
  }
}
