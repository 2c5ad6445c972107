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
      let repeats = values.map { column.values($0).doubles }
      return (0..<column.count).map { place in Sample(repeats.map { $0[place] }).mean }
    }
  }

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
  /// Subjects down; across, where there are such, the places on the measure's own axes or else the input sizes.
  private struct Sheet {
    let heading: String
    let rows: [(label: String, subject: (Int) -> Subject)]
  }

  private let results: Results<M>
  private let quantities: [Quantity<M.Value>]
  private let columns: (title: String, labels: [String], points: [[Int]])
  private let sheets: [Sheet]
  private let rowTitle: (name: String, unit: String)

  private var plan: Plan<M> { results.plan }

  init(_ results: Results<M>) {
    self.results = results
    let plan = results.plan
    quantities = Quantity.all(of: M.self, plan.settings)
    let own = M.axes(plan.settings)
    let inputs = plan.subjects.grid?.inputSizes ?? []
    let spreadsInputs = own.isEmpty && inputs.count > 1
    let points = own.reduce([[]]) { points, axis in points.flatMap { p in (0..<axis.count).map { p + [$0] } } }
    columns =
      spreadsInputs
      ? ("input size (values per step)", inputs.map(String.init), inputs.map { _ in [] })
      : (
        own.map(\.longName).joined(separator: ", "),
        points.map { point in zip(own, point).map { $0.text($1) }.joined(separator: " · ") }, points
      )
    guard let grid = plan.subjects.grid else {
      rowTitle = ("network", "")
      sheets = [
        Sheet(
          heading: "",
          rows: plan.allSubjects.map { subject in (plan.label(of: subject), { _ in subject }) })
      ]
      return
    }
    rowTitle = ("hidden size", "(units)")
    sheets = grid.types.map { type in
      let rows = grid.hiddenSizes.flatMap { hidden -> [(label: String, subject: (Int) -> Subject)] in
        if spreadsInputs { return [("\(hidden)", { type.subject(hidden: hidden, input: inputs[$0]) })] }
        return inputs.map { input in
          let label = inputs.count > 1 ? "\(hidden), \(NumberText.count(input, "input"))" : "\(hidden)"
          return (label, { _ in type.subject(hidden: hidden, input: input) })
        }
      }
      return Sheet(heading: grid.heading(type), rows: rows)
    }
  }

  /// Whether there is nothing but statistics to go across.
  private var isOfSubjects: Bool { columns.labels == [""] }
  private var scalars: [Quantity<M.Value>] { quantities.filter { $0.axis == nil } }

  private func measured(_ row: (label: String, subject: (Int) -> Subject), _ column: Int) -> [M.Value] {
    results.measured(row.subject(column), at: columns.points[column])
  }

  /// Nil where nothing was measured.
  private func number(_ quantity: Quantity<M.Value>, _ values: [M.Value]) -> Double? {
    values.isEmpty ? nil : quantity.numbers(values).first.flatMap { $0.isFinite ? $0 : nil }
  }

  private static func text(_ number: Double?) -> String { number.map(NumberText.tick) ?? "–" }

  // MARK: Tables

  var tables: [ResultsTable] {
    guard let first = scalars.first else { return [] }
    return sheets.map { isOfSubjects ? subjectTable($0) : table($0, first) }
  }

  /// One number over two axes.
  private func table(_ sheet: Sheet, _ quantity: Quantity<M.Value>) -> ResultsTable {
    let numbers = sheet.rows.map { row in
      columns.labels.indices.map { number(quantity, measured(row, $0)) }
    }
    return table(
      sheet, columns.title, columns.labels, numbers, notes: [Self.note(quantity)], heat: quantity.name,
      values: numbers)
  }

  /// All numbers of subjects, the first of them as colours.
  private func subjectTable(_ sheet: Sheet) -> ResultsTable {
    let numbers = sheet.rows.map { row in scalars.map { number($0, measured(row, 0)) } }
    return table(
      sheet, NumberText.count(plan.repeats, "repeat"), scalars.map(Self.title), numbers,
      notes: scalars.map { "\(Self.title($0)): \(Self.note($0))" }, heat: scalars[0].name,
      values: numbers.map { $0.enumerated().map { $0.offset == 0 ? $0.element : nil } })
  }

  private func table(
    _ sheet: Sheet, _ columnTitle: String, _ columns: [String], _ numbers: [[Double?]], notes: [String],
    heat: String, values: [[Double?]]
  ) -> ResultsTable {
    let hasGaps = numbers.joined().contains { $0 == nil }
    return ResultsTable(
      title: [sheet.heading, M.title].filter { !$0.isEmpty }.joined(separator: ": "),
      notes: notes + (hasGaps ? ["– no number"] : []),
      table: TextTable(
        rowTitle: rowTitle, columnTitle: columnTitle, columns: columns,
        rows: zip(sheet.rows, numbers).map { (label: $0.label, cells: $1.map(Self.text)) }),
      heat: HeatValues(quantity: heat, values: values))
  }

  private static func title(_ quantity: Quantity<M.Value>) -> String {
    quantity.name.replacing("_", with: " ")
  }

  private static func note(_ quantity: Quantity<M.Value>) -> String {
    quantity.longName + (quantity.units == "1" ? "" : ", in \(quantity.units)")
  }

  // MARK: Figures

  func figures(caption: String) -> [any Figure] {
    let map = scalars.first.map { self.map($0, caption: caption) as any Figure }
    let curves = quantities.first { $0.axis?.numbers != nil }.map { self.curves($0, caption: caption) as any Figure }
    return [map, curves].compactMap(\.self)
  }

  private func map(_ quantity: Quantity<M.Value>, caption: String) -> HeatMapFigure {
    let panels = sheets.map { sheet in
      HeatPanel(
        heading: sheet.heading, rows: sheet.rows.map(\.label), columns: columns.labels,
        cells: sheet.rows.map { row in
          columns.labels.indices.map { column in
            let number = number(quantity, measured(row, column))
            let place = [sheet.heading, row.label, columns.labels[column]].filter { !$0.isEmpty }
            return HeatCell(
              value: number.map { .measured($0) } ?? .missing, labels: [Self.text(number)],
              description: "\(place.joined(separator: ", ")): \(number.map(NumberText.tick) ?? "no measured run")")
          }
        })
    }
    return HeatMapFigure(
      name: quantity.name.replacing("_", with: "-"), panels: panels,
      axes: (x: columns.title, y: [rowTitle.name, rowTitle.unit].filter { !$0.isEmpty }.joined(separator: " ")),
      columns: plan.subjects.grid?.cells.count ?? 1, measure: Self.note(quantity),
      text: { NumberText.tick($0) },
      alternativeText: HeatMapDescription(panels: panels, unit: quantity.units == "1" ? "" : quantity.units).text,
      sheet: FigureSheet(
        M.title, explanation: Self.note(quantity),
        key: HeatMapKey(cells: panels.flatMap { $0.cells.joined() }).key, notes: results.gapNotes,
        caption: caption))
  }

  /// A curve for every row and column.
  private func curves(_ quantity: Quantity<M.Value>, caption: String) -> CurvesFigure {
    let xs = quantity.axis?.numbers ?? []
    let panels = sheets.map { sheet in
      let places = sheet.rows.flatMap { row in columns.labels.indices.map { (row, $0) } }
      return CurvePanel(
        heading: sheet.heading,
        series: places.enumerated().map { index, place in
          let name = [place.0.label, columns.labels[place.1]].filter { !$0.isEmpty }.joined(separator: ", ")
          return CurveSeries(
            name: name, color: PlotColor.series(index, of: places.count), xs: xs,
            curves: measured(place.0, place.1).map { quantity.numbers([$0]) },
            told: { [$0.count - 1] }
          ) { "\(sheet.heading) \(name): \(NumberText.tick($0.middle)) at \(NumberText.tick($0.x))" }
        })
    }
    let heights = panels.flatMap(\.series).flatMap(\.points).flatMap { [$0.low, $0.high] }.filter(\.isFinite)
    let (low, high) = (min(0, heights.min() ?? 0), heights.max() ?? 1)
    return CurvesFigure(
      name: quantity.name.replacing("_", with: "-"), panels: panels,
      x: (.linear((xs.min() ?? 0)...(xs.max() ?? 1)), quantity.axis?.longName ?? ""),
      y: (.linear(low...max(high, low + 1e-12)), Self.title(quantity)),
      alternativeText: CurvesDescription(panels: panels, unit: quantity.axis?.name ?? "", verb: "goes").text,
      sheet: FigureSheet(
        M.title, explanation: "\(Self.note(quantity)). Median over the repeats; the band holds all of them.",
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
