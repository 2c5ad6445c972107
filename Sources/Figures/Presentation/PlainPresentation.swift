import Experiments
import MemoryMeasures
import Text

/// What is shown of a measure that has no presentation of its own: numbers that sum up the repeats, as tables and a
/// heat map; as curves where there are several along an axis; and the settings by their keys.
struct PlainPresentation<M: Measure>: MeasurePresentation {
  static var figureHelp: [FigureHelp] { [] }
  let results: Results<M>
}

extension MeasurePresentation {
  func tables(_ choice: TableChoice) -> [ResultsTable] { PlainTables(results).tables }

  func figures(program: String?) -> [any Figure] {
    let parts = [
      results.repeatWords(), plan.weights, plan.arithmeticWords, "seed \(plan.seed)",
    ]
    return PlainTables(results).figures(caption: caption(parts, program))
  }

  var outcomes: [String] { [runCounts] }

  /// 6 measured runs; 1 failed; 93 not run yet
  var runCounts: String {
    let (failed, missing) = (results.failed.count, results.missingCount)
    var parts = [NumberText.count(results.records.count - failed, "measured run")]
    if failed > 0 { parts.append("\(NumberText.whole(failed)) failed") }
    if missing > 0 { parts.append("\(NumberText.whole(missing)) not run yet") }
    return parts.joined(separator: "; ")
  }

  // MARK: On a page

  var heading: String { M.title }
  var introduction: [String] { [] }
  var findings: [HTML] { [HTML("h3", "What was found")] + outcomes.map(HTML.paragraph) }

  var settings: [(name: String, value: String)] {
    let own = M.Settings.settings.compactMap { setting -> (name: String, value: String)? in
      guard setting.applies(to: plan.settings), let value = setting.value(of: plan.settings) else {
        return nil
      }
      return (Self.title(setting.key), value.words)
    }
    return subjectRows + [("Repeats", NumberText.whole(plan.repeats))] + own + originRows
  }

  /// Batch size, of batch-size
  fileprivate static func title(_ name: String) -> String {
    let words = name.replacing("_", with: " ").replacing("-", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// The networks.
  var subjectRows: [(name: String, value: String)] {
    switch plan.subjects {
    case .drawn(let grid): return axisRows(grid) + weightRows(grid)
    case .given(let networks, let kinds, let twins, _):
      let names = networks.map(\.name.printable).joined(separator: ", ")
      let compared = "\(NumberText.whole(twins)) each: \(kinds.map(\.rawValue).joined(separator: ", "))"
      return [("Networks", names)] + networks.flatMap(\.noteRows)
        + (kinds.isEmpty ? [] : [("Twins", compared)])
    }
  }

  func axisRows(_ grid: NetworkGrid) -> [(name: String, value: String)] {
    [
      ("Cell types", grid.cellTitles), ("Layers", NumberText.list(grid.layers)),
      ("Hidden sizes", NumberText.list(grid.hiddenSizes)),
    ] + (M.offer.fixed.contains("input-sizes") ? [] : [("Input sizes", NumberText.list(grid.inputSizes))])
  }

  func weightRows(_ grid: NetworkGrid) -> [(name: String, value: String)] {
    [("Weights", grid.initialization.text)]
      + (grid.cells.contains(.esn) ? [("Reservoirs", grid.initialization.reservoir.text)] : [])
  }

  var originRows: [(name: String, value: String)] {
    [("Seed", "\(plan.seed)")] + (M.offer.hasPrecision ? [("Arithmetic", plan.arithmeticWords)] : [])
      + (results.shard == .whole ? [] : [("Part", "\(results.shard.words)")])
  }
}

extension SettingValue {
  fileprivate var words: String {
    switch self {
    case .whole(let value): NumberText.whole(value)
    case .wholes(let values): NumberText.list(values)
    case .seed(let value): "\(value)"
    case .number(let value): NumberText.shortest(value)
    case .numbers(let values): values.map(NumberText.shortest).joined(separator: " · ")
    case .flag(let value): value ? "yes" : "no"
    case .text(let value): value.printable
    case .texts(let values): values.map(\.printable).joined(separator: ", ")
    case .span(let first, let last): "\(NumberText.whole(first)) to \(NumberText.whole(last))"
    }
  }
}
