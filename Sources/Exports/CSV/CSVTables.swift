import Experiments

/// Tidy tables of results: one for every set of axes that variables have, and one of the file's attributes.
///
/// - `runs`: a row for every run, which is what has a `run_status`. A place where there is no run, as where
///   one source has fewer runs than another, has no row; a run that is not done has its status alone.
/// - `cells`: a row for all runs that differ in the last axis only, which are repeats.
/// - `runs-AXIS` and `cells-AXIS`: rows for every value of a further axis, such as `runs-threshold`.
/// - Tables of other axes are named by them: `network`, `network-step`.
/// - `attributes`: name and value of what the file says about itself.
struct CSVTables {
  let tables: [CSVTable]

  init(_ results: LabelledResults) {
    let status = results.variables.first { $0.name == "run_status" }
    var order: [[String]] = []
    var members: [[String]: [LabelledVariable]] = [:]
    for variable in results.variables {
      if members[variable.dimensions] == nil { order.append(variable.dimensions) }
      members[variable.dimensions, default: []].append(variable)
    }
    tables =
      order.map { dimensions in
        let isOfRuns = status.map { dimensions.starts(with: $0.dimensions) } ?? false
        return CSVTable(
          name: Self.name(of: dimensions, runAxes: status?.dimensions),
          coordinates: dimensions.compactMap(results.coordinate), variables: members[dimensions] ?? [],
          presence: isOfRuns ? status : nil)
      } + [Self.attributes(of: results)]
  }

  private static func name(of dimensions: [String], runAxes: [String]?) -> String {
    guard let runAxes else { return joined(dimensions) }
    let cellAxes = Array(runAxes.dropLast())
    for (name, axes) in [("runs", runAxes), ("cells", cellAxes)] where !axes.isEmpty {
      if dimensions.starts(with: axes) { return joined([name] + dimensions.dropFirst(axes.count)) }
    }
    return joined(dimensions)
  }

  /// Values without axes make a table of one row.
  private static func joined(_ names: [String]) -> String {
    names.isEmpty ? "values" : names.joined(separator: "-")
  }

  private static func attributes(of results: LabelledResults) -> CSVTable {
    func column(_ name: String, _ values: [String]) -> LabelledVariable {
      LabelledVariable(name: name, dimensions: ["name"], shape: [values.count], values: .strings(values))
    }
    return CSVTable(
      name: "attributes", coordinates: [column("name", results.attributes.map(\.name))],
      variables: [column("value", results.attributes.map(\.text))], presence: nil)
  }
}

extension LabelledAttribute {
  /// The values in one text, with spaces between.
  var text: String {
    let field = CSVField(
      LabelledVariable(name: name, dimensions: [], shape: [values.count], values: values))
    return (0..<values.count).map { index in
      if let strings = values.strings { return strings[index] }
      var text = TextBytes()
      field.append(index, to: &text)
      return String(decoding: text.bytes, as: UTF8.self)
    }.joined(separator: " ")
  }
}
