import Experiments
import Text

extension RunLabel {
  /// The run in words: lstm, 1 layer, hidden size 8, input size 2, repeat 3; letters.keras, glorot, twin 3, pair 7.
  package var words: String { told.map { words($0) }.joined(separator: ", ") }

  /// Without the number of a twin where there is none.
  fileprivate var told: [Part] { parts.filter { $0.axis != "twin" || !isTrained } }

  private var isTrained: Bool { parts.contains { $0.axis == "source" && $0.value == "trained" } }

  /// The same without the repeat, which comes last.
  var cellWords: String { parts.dropLast().map { words($0) }.joined(separator: ", ") }

  fileprivate func words(_ part: Part) -> String {
    switch part.axis {
    case "cell", "network", "source": part.value
    case "layers": part.value == "1" ? "1 layer" : "\(part.value) layers"
    default: "\(noun(part)) \(part.value)"
    }
  }

  /// What a value is: hidden size. A run of given networks is a pair of sequences or, where twins have no axis of their
  /// own, a twin.
  fileprivate func noun(_ part: Part) -> String {
    guard part.axis == "run" else { return part.axis.replacing("_", with: " ") }
    return isTrained || parts.contains { $0.axis == "twin" } ? "pair" : "twin"
  }
}

/// Runs that no part of a merge holds, told in few lines: one for each network, or cell type, depth and hidden size.
package struct MissingRuns {
  /// Lines beyond which only a number is told.
  static let mostLines = 20

  /// The axes by which lines are told apart.
  private static let lineAxes: Set = ["cell", "layers", "hidden_size", "network", "source"]

  private let count: Int
  /// In the order of the runs, each with the number of its runs.
  private let lines: [(text: String, count: Int)]

  /// Runs that are worth a label: lines tell of more runs than these.
  package static let mostLabels = 10_000

  /// - Parameters:
  ///   - runs: of one plan, in its order.
  ///   - count: how many there are, if these are the first of more.
  package init(_ runs: [RunLabel], of count: Int? = nil) {
    self.count = count ?? runs.count
    var order: [[RunLabel.Part]] = []
    var members: [[RunLabel.Part]: [RunLabel]] = [:]
    for run in runs {
      let line = run.parts.filter { Self.lineAxes.contains($0.axis) }
      if members[line] == nil { order.append(line) }
      members[line, default: []].append(run)
    }
    lines = order.map { line in
      let runs = members[line] ?? []
      let name = line.map { runs[0].words($0) }.joined(separator: ", ")
      let rest = Self.text(runs)
      return (rest.isEmpty ? name : "\(name): \(rest)", runs.count)
    }
  }

  package var isEmpty: Bool { count == 0 }

  /// A heading and the indented lines.
  package var sentence: String {
    var text = "\(NumberText.count(count, "run")) of the plan \(count == 1 ? "is" : "are") in no part:"
    for line in lines.prefix(Self.mostLines) { text += "\n  " + line.text }
    let rest = lines.dropFirst(Self.mostLines)
    let more = count - lines.reduce(0) { $0 + $1.count } + rest.reduce(0) { $0 + $1.count }
    if more > 0 { text += "\n  and \(NumberText.count(more, "more run"))" }
    return text
  }

  /// What distinguishes the runs of a line. Values of the axis before the last are told together where the same runs
  /// of them are missing: input sizes 1, 2 (repeats 0-9); input size 4 (repeats 3, 7).
  private static func text(_ runs: [RunLabel]) -> String {
    func own(_ run: RunLabel) -> [RunLabel.Part] { run.told.filter { !lineAxes.contains($0.axis) } }
    var repeats: [(parts: [RunLabel.Part], values: [String])] = []
    for run in runs {
      let parts = own(run)
      guard let last = parts.last else { continue }
      if repeats.last?.parts == parts.dropLast() {
        repeats[repeats.count - 1].values.append(last.value)
      } else {
        repeats.append((Array(parts.dropLast()), [last.value]))
      }
    }
    guard let last = runs.first.flatMap({ own($0).last }) else { return "" }
    var groups: [(outer: [RunLabel.Part], axis: RunLabel.Part?, values: [String], repeats: [String])] = []
    for (parts, values) in repeats {
      let (outer, inner) = (Array(parts.dropLast()), parts.last)
      if let inner, let known = groups.firstIndex(where: { $0.outer == outer && $0.repeats == values }) {
        groups[known].values.append(inner.value)
      } else {
        groups.append((outer, inner, inner.map { [$0.value] } ?? [], values))
      }
    }
    return groups.map { group in
      let repeats = told(runs[0].noun(last), group.repeats.count, ranges(group.repeats))
      guard let axis = group.axis else { return repeats }
      let outer = group.outer.map { runs[0].words($0) + ", " }.joined()
      let values = axis.axis == "twin" ? ranges(group.values) : group.values
      return "\(outer)\(told(runs[0].noun(axis), group.values.count, values)) (\(repeats))"
    }.joined(separator: "; ")
  }

  /// input size 4; input sizes 1, 2
  private static func told(_ noun: String, _ count: Int, _ values: [String]) -> String {
    "\(noun)\(count == 1 ? "" : "s") \(values.joined(separator: ", "))"
  }

  /// 0-2, 5
  private static func ranges(_ ascending: [String]) -> [String] {
    var ranges: [ClosedRange<Int>] = []
    for value in ascending.compactMap({ Int($0) }) {
      if let last = ranges.last, last.upperBound < .max, last.upperBound + 1 == value {
        ranges[ranges.count - 1] = last.lowerBound...value
      } else {
        ranges.append(value...value)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
  }
}
