import Experiments
import RecurrentNetworks
import Text

/// Runs that no part of a merge holds, told in few lines: of a grid, one for each cell type, depth and hidden
/// size; of given networks, one for each network and source.
struct MissingRuns {
  /// Lines beyond which only a number is told.
  static let mostLines = 20

  private struct Row: Hashable {
    var cell: CellType
    var layers: Int
    var hiddenSize: Int

    var text: String {
      "\(cell.rawValue), \(NumberText.count(layers, "layer")), hidden size \(hiddenSize)"
    }
  }

  private let count: Int
  /// In the order of the runs, each with the number of its runs.
  private let lines: [(text: String, count: Int)]

  /// - Parameter runs: in the order of the plan.
  init(ofNetworks runs: [NetworkRun]) {
    struct Row: Hashable {
      var network: String
      var source: NetworkSource
    }
    count = runs.count
    var lines: [(text: String, count: Int)] = []
    let rows = Dictionary(grouping: runs) { Row(network: $0.network, source: $0.source) }
    var seen: Set<Row> = []
    for run in runs {
      let row = Row(network: run.network, source: run.source)
      guard seen.insert(row).inserted, let members = rows[row] else { continue }
      let noun = run.source == .trained ? "pair" : "twin"
      let indices = "\(noun)\(members.count == 1 ? "" : "s") \(Self.ranges(members.map(\.index)))"
      lines.append(("\(run.network), \(run.source.name): \(indices)", members.count))
    }
    self.lines = lines
  }

  /// - Parameter runs: in the order of the plan.
  init(ofTrainings runs: [MemorizationRun]) {
    count = runs.count
    let rows = Dictionary(grouping: runs) {
      Row(cell: $0.cell, layers: $0.layers, hiddenSize: $0.hiddenSize)
    }
    var seen: Set<Row> = []
    lines = runs.compactMap { run in
      let row = Row(cell: run.cell, layers: run.layers, hiddenSize: run.hiddenSize)
      guard seen.insert(row).inserted, let members = rows[row] else { return nil }
      let positions = Self.ranges(Set(members.map(\.position)).sorted())
      let repeats = Self.ranges(Set(members.map(\.repeatIndex)).sorted())
      return ("\(row.text): among positions \(positions), repeats \(repeats)", members.count)
    }
  }

  /// - Parameter runs: in the order of the plan.
  init(ofCapacities runs: [CapacityRun]) {
    count = runs.count
    let rows = Dictionary(grouping: runs, by: \.subject)
    var seen: Set<CapacitySubject> = []
    lines = runs.compactMap { run in
      guard seen.insert(run.subject).inserted, let members = rows[run.subject] else { return nil }
      let noun = members.count == 1 ? "repeat" : "repeats"
      return ("\(run.subject.wording): \(noun) \(Self.ranges(members.map(\.repeatIndex)))", members.count)
    }
  }

  /// - Parameter runs: in the order of the grid.
  init(_ runs: [RunCoordinates]) {
    count = runs.count
    let rows = Dictionary(grouping: runs) {
      Row(cell: $0.cell, layers: $0.layers, hiddenSize: $0.hiddenSize)
    }
    var order: [Row] = []
    var seen: Set<Row> = []
    for run in runs {
      let row = Row(cell: run.cell, layers: run.layers, hiddenSize: run.hiddenSize)
      if seen.insert(row).inserted { order.append(row) }
    }
    lines = order.map { row in
      let members = rows[row] ?? []
      let inputs = Self.inputs(of: members)
      return ("\(row.text): \(inputs)", members.count)
    }
  }

  var isEmpty: Bool { count == 0 }

  /// A heading and the indented lines.
  var sentence: String {
    var text = "\(NumberText.count(count, "run")) of the plan \(count == 1 ? "is" : "are") in no part:"
    for line in lines.prefix(Self.mostLines) { text += "\n  " + line.text }
    let rest = lines.dropFirst(Self.mostLines)
    if !rest.isEmpty {
      text += "\n  and \(NumberText.count(rest.map(\.count).reduce(0, +), "more run"))"
    }
    return text
  }

  /// input sizes 1, 2 (repeats 0-9); input size 4 (repeats 3, 7)
  private static func inputs(of runs: [RunCoordinates]) -> String {
    var groups: [(repeats: [Int], inputSizes: [Int])] = []
    var repeatsOfInput: [(inputSize: Int, repeats: [Int])] = []
    for run in runs {
      if repeatsOfInput.last?.inputSize == run.inputSize {
        repeatsOfInput[repeatsOfInput.count - 1].repeats.append(run.repeatIndex)
      } else {
        repeatsOfInput.append((run.inputSize, [run.repeatIndex]))
      }
    }
    for entry in repeatsOfInput {
      if let known = groups.firstIndex(where: { $0.repeats == entry.repeats }) {
        groups[known].inputSizes.append(entry.inputSize)
      } else {
        groups.append((entry.repeats, [entry.inputSize]))
      }
    }
    return groups.map { group in
      let sizes = group.inputSizes.map(String.init).joined(separator: ", ")
      let repeats = "\(group.repeats.count == 1 ? "repeat" : "repeats") \(ranges(group.repeats))"
      return "input size\(group.inputSizes.count == 1 ? "" : "s") \(sizes) (\(repeats))"
    }.joined(separator: "; ")
  }

  /// 0-2, 5
  private static func ranges(_ ascending: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for value in ascending {
      if let last = ranges.last, last.upperBound + 1 == value {
        ranges[ranges.count - 1] = last.lowerBound...value
      } else {
        ranges.append(value...value)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ", ")
  }
}
