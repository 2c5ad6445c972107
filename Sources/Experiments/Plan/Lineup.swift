/// Runs that are fed the same pair of input sequences: those of one input size and repeat.
struct Lineup: Equatable {
  let inputSize: Int
  let repeatIndex: Int
  var runs: [RunCoordinates]

  /// Groups runs into lineups, both in the order of first appearance.
  static func group(_ runs: [RunCoordinates]) -> [Lineup] {
    struct Key: Hashable {
      let inputSize: Int
      let repeatIndex: Int
    }
    var lineups: [Lineup] = []
    var positions: [Key: Int] = [:]
    for run in runs {
      let key = Key(inputSize: run.inputSize, repeatIndex: run.repeatIndex)
      if let position = positions[key] {
        lineups[position].runs.append(run)
      } else {
        positions[key] = lineups.count
        lineups.append(Lineup(inputSize: run.inputSize, repeatIndex: run.repeatIndex, runs: [run]))
      }
    }
    return lineups
  }
}
