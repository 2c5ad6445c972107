import Experiments
import MemoryMeasures
import Text

/// What the repeats of a subject have in common: a statistic of a measure or, of one that has none, the mean of a
/// column.
private struct Quantity<Value> {
  /// mean_loss
  let name: String
  let longName: String
  let units: String
  /// Along which there are several numbers; nil for one.
  let axis: Axis?
  let numbers: ([Value]) -> [Double]

  init?(_ statistic: Statistic<Value>) {
    guard statistic.axes.count <= 1 else { return nil }
    (name, longName, units) = (statistic.name, statistic.longName, statistic.units)
    axis = statistic.axes.first
    numbers = { statistic.values($0).doubles }
  }

  init?(_ column: Column<Value>) {
    guard column.axes.count <= 1 else { return nil }
    if case .flag = column.kind { return nil }
    (name, longName, units) = ("mean_\(column.name)", "\(column.longName), mean", column.units)
    axis = column.axes.first
    numbers = { values in
      let (numbers, count) = (column.values(values).doubles, column.count)
      return (0..<count).map { place in
        Sample(values.indices.map { numbers[$0 * count + place] }).mean
      }
    }
  }

  /// mean loss
  var title: String { name.replacing("_", with: " ") }
  /// mean-loss
  var figureName: String { name.replacing("_", with: "-") }
  var note: String { longName + (units == "1" ? "" : ", in \(units)") }

  /// Those of a measure, the one to be shown first.
  static func all<M: Measure>(of: M.Type, _ settings: M.Settings) -> [Quantity] where M.Value == Value {
    let statistics = M.statistics(settings).compactMap { Quantity($0) }
    return statistics.isEmpty ? M.columns(settings).compactMap { Quantity($0) } : statistics
  }
}

extension ColumnValues {
  /// NaN for what is missing.
  fileprivate var doubles: [Double] {
    switch self {
    case .flags(let values): values.map { $0 == ColumnKind.missingFlag ? .nan : Double($0) }
    case .counts(let values): values.map { $0 == ColumnKind.missingCount ? .nan : Double($0) }
    case .singles(let values): values.map(Double.init)
    case .numbers(let values): values
    }
  }
}

/// Tables and figures of any measure: of drawn networks one for each cell type and depth, of given networks one of all.
struct PlainTables<M: Measure> {
  /// What was measured over networks, down, and, where there are such, the places on the measure's own axes or else
  /// the input sizes, across.
  private struct Sheet {
    let heading: String
    let rows: [String]
    /// [row][column].
    let values: [[[M.Value]]]

    func numbers(_ quantity: Quantity<M.Value>) -> [[Double?]] {
      values.map {
        $0.map { $0.isEmpty ? nil : quantity.numbers($0).first.flatMap { $0.isFinite ? $0 : nil } }
      }
    }

    func name(_ row: Int, _ column: String) -> String {
      [heading, rows[row], column].filter { !$0.isEmpty }.joined(separator: ", ")
    }
  }

  private let results: Results<M>
  private let quantities: [Quantity<M.Value>]
  private let rowTitle: (name: String, unit: String)
  private let columnTitle: String
  private let columns: [String]
  private let sheets: [Sheet]

  private var plan: Plan<M> { results.plan }
  private var scalars: [Quantity<M.Value>] { quantities.filter { $0.axis == nil } }

  init(_ results: Results<M>) {
    self.results = results
    let (plan, grid) = (results.plan, results.plan.subjects.grid)
    quantities = Quantity.all(of: M.self, plan.settings)
    let own = M.axes(plan.settings)
    let points = own.reduce([[]]) { points, axis in
      points.flatMap { point in (0..<axis.count).map { point + [$0] } }
    }
    // Input sizes go across where nothing else does.
    let inputs = grid?.inputSizes ?? []
    let spreadsInputs = own.isEmpty && inputs.count > 1
    rowTitle = grid == nil ? ("network", "") : ("hidden size", "(units)")
    columnTitle =
      spreadsInputs
      ? "input size (values per step)"
      : own.isEmpty ? results.repeatWords() : own.map(\.longName).joined(separator: ", ")
    columns =
      spreadsInputs
      ? inputs.map(String.init)
      : points.map { point in zip(own, point).map { $0.text($1) }.joined(separator: " · ") }
    guard let grid else {
      let subjects = plan.allSubjects
      let values = subjects.map { subject in points.map { results.measured(subject, at: $0) } }
      sheets = [Sheet(heading: "", rows: subjects.map(plan.label), values: values)]
      return
    }
    sheets = grid.types.map { type in
      func values(_ hidden: Int, _ input: Int) -> [[M.Value]] {
        points.map { results.measured(type.subject(hidden: hidden, input: input), at: $0) }
      }
      let rows = grid.hiddenSizes.flatMap { hidden -> [(String, [[M.Value]])] in
        if spreadsInputs { return [("\(hidden)", inputs.flatMap { values(hidden, $0) })] }
        return inputs.map { input in
          let label = inputs.count > 1 ? ", \(NumberText.count(input, "input"))" : ""
          return ("\(hidden)\(label)", values(hidden, input))
        }
      }
      return Sheet(heading: grid.heading(type), rows: rows.map(\.0), values: rows.map(\.1))
    }
  }

  private static func text(_ number: Double?) -> String { number.map(NumberText.tick) ?? "–" }

  // MARK: Tables

  /// The first number over two axes; or all numbers of networks that have one axis alone.
  var tables: [ResultsTable] {
    guard let first = scalars.first else { return [] }
    let isOfNetworks = columns == [""]
    let shown = isOfNetworks ? scalars : [first]
    return sheets.map { sheet in
      let numbers =
        isOfNetworks
        ? sheet.rows.indices.map { row in shown.map { sheet.numbers($0)[row][0] } } : sheet.numbers(first)
      let hasGaps = numbers.joined().contains { $0 == nil }
      return ResultsTable(
        title: [sheet.heading, M.title].filter { !$0.isEmpty }.joined(separator: ": "),
        notes: shown.map { isOfNetworks ? "\($0.title): \($0.note)" : $0.note }
          + (hasGaps ? ["– no number"] : []),
        table: TextTable(
          rowTitle: rowTitle, columnTitle: columnTitle, columns: isOfNetworks ? shown.map(\.title) : columns,
          rows: zip(sheet.rows, numbers).map { (label: $0, cells: $1.map(Self.text)) }),
        heat: HeatValues(
          quantity: first.name,
          values: isOfNetworks ? numbers.map { [$0[0]] + $0.dropFirst().map { _ in nil } } : numbers))
    }
  }

  // MARK: Figures

  /// A heat map of the first number, and curves of the first that has several along an axis.
  func figures(caption: String) -> [any Figure] {
    let map = scalars.first.map { self.map($0, caption) as any Figure }
    let curves = quantities.first { $0.axis?.numbers != nil }.map { self.curves($0, caption) as any Figure }
    return [map, curves].compactMap(\.self)
  }

  private func map(_ quantity: Quantity<M.Value>, _ caption: String) -> HeatMapFigure {
    let panels = sheets.map { sheet in
      HeatPanel(
        heading: sheet.heading, rows: sheet.rows, columns: columns,
        cells: sheet.numbers(quantity).enumerated().map { row, numbers in
          zip(columns, numbers).map { column, number in
            HeatCell(
              value: number.map { .measured($0) } ?? .missing, labels: [Self.text(number)],
              description: "\(sheet.name(row, column)): \(number.map(NumberText.tick) ?? "no measured run")")
          }
        })
    }
    return HeatMapFigure(
      name: quantity.figureName, panels: panels,
      axes: (x: columns == [""] ? "" : columnTitle, y: "\(rowTitle.name) \(rowTitle.unit)"),
      columns: plan.subjects.grid.map { $0.panelColumns(otherwise: $0.cells.count) } ?? .atMost(1),
      measure: quantity.note, text: { NumberText.tick($0) },
      alternativeText: HeatMapDescription(panels: panels, unit: quantity.units).text,
      sheet: FigureSheet(
        M.title, explanation: quantity.note,
        key: HeatMapKey(cells: panels.flatMap { $0.cells.joined() }).key, notes: results.gapNotes,
        caption: caption))
  }

  /// A curve for every row and column.
  private func curves(_ quantity: Quantity<M.Value>, _ caption: String) -> CurvesFigure {
    let xs = quantity.axis?.numbers ?? []
    let panels = sheets.map { sheet in
      let places = sheet.rows.indices.flatMap { row in columns.indices.map { (row, $0) } }
      return CurvePanel(
        heading: sheet.heading,
        series: places.enumerated().map { index, place in
          let name = sheet.name(place.0, columns[place.1])
          return CurveSeries(
            name: name, color: PlotColor.series(index, of: places.count), xs: xs,
            curves: sheet.values[place.0][place.1].map { quantity.numbers([$0]) }, told: { [$0.count - 1] }
          ) { "\(name): \(NumberText.tick($0.middle)) at \(NumberText.tick($0.x))" }
        })
    }
    let heights = panels.flatMap(\.series).flatMap(\.points).flatMap { [$0.low, $0.high] }.filter(\.isFinite)
    let low = min(0, heights.min() ?? 0)
    return CurvesFigure(
      name: quantity.figureName, panels: panels,
      x: (.linear((xs.first ?? 0)...(xs.last ?? 1)), quantity.axis?.longName ?? ""),
      y: (.linear(low...max(heights.max() ?? 1, low + 1e-12)), quantity.title),
      alternativeText: CurvesDescription(panels: panels, unit: quantity.axis?.name ?? "", verb: "goes").text,
      sheet: FigureSheet(
        M.title, explanation: "\(quantity.note). Median over the repeats; the band holds all of them.",
        key: Key((panels.first?.series ?? []).map { .line($0.name, $0.color) }), notes: results.gapNotes,
        caption: caption))
  }
}

extension Axis {
  /// Ascending numbers; nil for others.
  fileprivate var numbers: [Double]? {
    let numbers: [Double] =
      switch values {
      case .wholes(let values): values.map(Double.init)
      case .numbers(let values): values
      case .names: []
      }
    return numbers.count > 1 && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 } ? numbers : nil
  }
}
