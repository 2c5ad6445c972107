import Files
import HDF5
import MemoryMeasures

/// Arrays with named, labelled axes, to be written to an HDF5 file as the results files of `memprobe` are: by the
/// conventions of netCDF-4, so that xarray, R, Julia and Octave open it as it is.
///
/// ```swift
/// var file = LabelledFile(title: "Steps until an LSTM forgets", source: "my program 1.0")
/// let sizes = Axis("hidden_size", "units of the layer", .wholes([8, 64]))
/// try file.add("settled_steps", over: [sizes], "steps until outputs stay equal", .counts([412, 97]))
/// try file.write(to: "forgetting.h5")
/// ```
public struct LabelledFile: Sendable {
  private enum Content: Sendable {
    case numbers(ColumnValues, ColumnKind)
    case texts([String])
  }

  private struct Variable: Sendable {
    let name: String
    let axes: [Axis]
    let longName: String
    let units: String
    let content: Content
  }

  private var attributes: [(name: String, value: SettingValue)]
  private var variables: [Variable] = []
  /// Those of all variables, in the order in which they came.
  private var axes: [Axis] = []

  /// A file without variables.
  ///
  /// - Parameters:
  ///   - title: what it holds, in a phrase.
  ///   - source: what made it: a program, with its version.
  public init(title: String, source: String) {
    attributes = [("Conventions", .text("CF-1.11")), ("title", .text(title)), ("source", .text(source))]
  }

  /// Adds an attribute of the file as a whole: a setting, a seed, the command that made it.
  ///
  /// - Throws: `LabelledFileError`: `name`, `duplicate`.
  public mutating func addAttribute(_ name: String, _ value: SettingValue) throws(LabelledFileError) {
    guard Self.isName(name) else { throw .name(name) }
    guard !attributes.contains(where: { $0.name == name }) else { throw .duplicate(name) }
    attributes.append((name, value))
  }

  /// Adds a variable.
  ///
  /// - Parameters:
  ///   - name: letters, digits and underscores, the first no digit: "settled_steps".
  ///   - axes: slowest first; none for a single value. Axes of one name are the same in all variables of a file, and get a
  ///     variable of that name, with their labels.
  ///   - longName: what it holds, in words.
  ///   - values: as many as the axes have places, the last axis fastest. What is not there is NaN, or
  ///     `ColumnKind.missingCount` or `missingFlag`.
  ///   - meanings: what flags stand for, 0, 1, ... in this order; single words. None by default.
  ///   - units: as UDUNITS has them; 1, the default, for a pure number, which steps are, too.
  /// - Throws: `LabelledFileError`; the file is then as it was.
  public mutating func add(
    _ name: String, over axes: [Axis], _ longName: String, _ values: ColumnValues, meanings: [String] = [],
    units: String = "1"
  ) throws(LabelledFileError) {
    let kind: ColumnKind =
      switch values {
      case .flags: .flag(meanings)
      case .counts: .count
      case .singles: .single
      case .numbers: .number
      }
    try add(
      Variable(name: name, axes: axes, longName: longName, units: units, content: .numbers(values, kind)))
  }

  /// Adds a variable of strings.
  ///
  /// - Throws: `LabelledFileError`; the file is then as it was.
  public mutating func add(
    _ name: String, over axes: [Axis], _ longName: String, texts: [String]
  ) throws(LabelledFileError) {
    try add(Variable(name: name, axes: axes, longName: longName, units: "1", content: .texts(texts)))
  }

  /// Adds what runs of a measure found: a variable for every column, by the names and with the words that results files of
  /// `memprobe` have.
  ///
  /// - Parameters:
  ///   - measure: that found it.
  ///   - values: one for every place on the axes, the last axis fastest; nil where there is none.
  ///   - settings: under which all were measured.
  ///   - axes: of the runs, such as networks and repeats. Columns may have axes of their own, such as thresholds.
  /// - Throws: `LabelledFileError`; the file is then as it was.
  public mutating func add<M: Measure>(
    _ measure: M.Type, _ values: [M.Value?], settings: M.Settings, over axes: [Axis]
  ) throws(LabelledFileError) {
    var file = self
    for column in M.columns(settings) {
      var found = column.kind.noValues
      found.append(column.values(values.compactMap(\.self), where: values.map { $0 != nil }))
      try file.add(
        Variable(
          name: column.name, axes: axes + column.axes, longName: column.longName, units: column.units,
          content: .numbers(found, column.kind)))
    }
    self = file
  }

  private mutating func add(_ variable: Variable) throws(LabelledFileError) {
    let name = variable.name
    for name in [name] + variable.axes.map(\.name) where !Self.isName(name) { throw .name(name) }
    guard !variables.contains(where: { $0.name == name }), !axes.contains(where: { $0.name == name }) else {
      throw .duplicate(name)
    }
    var axes = axes
    for (place, axis) in variable.axes.enumerated() {
      let isAgain = variable.axes[..<place].contains { $0.name == axis.name }
      guard !isAgain, axis.name != name, !variables.contains(where: { $0.name == axis.name }) else {
        throw .duplicate(axis.name)
      }
      guard let other = axes.first(where: { $0.name == axis.name }) else {
        axes.append(axis)
        continue
      }
      guard other == axis else { throw .otherAxis(axis.name, variable: name) }
    }
    let count =
      switch variable.content {
      case .numbers(let values, _): values.count
      case .texts(let texts): texts.count
      }
    let places = variable.axes.reduce(1) { places, axis in
      let (product, overflow) = places.multipliedReportingOverflow(by: axis.count)
      return overflow ? .max : product
    }
    guard count == places else { throw .count(variable: name, found: count, expected: places) }
    self.axes = axes
    variables.append(variable)
  }

  /// What netCDF and its readers take for a name everywhere.
  private static func isName(_ name: String) -> Bool {
    name.first?.isNumber == false
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }

  /// Writes the file, complete or not at all. Directories that are missing are made.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - overwrites: whether a file that is there may be replaced; false by default.
  /// - Throws: `OutputError`; an error of the HDF5 library, for more than it can hold.
  public func write(to path: String, overwrites: Bool = false) throws {
    let destination = try Destination(path)
    guard overwrites || !destination.exists else { throw OutputError.exists(path: path) }
    try destination.write(bytes())
  }

  package func bytes() throws -> [UInt8] {
    let file = try HDF5File()
    for (name, value) in attributes { try file.root.writeAttribute(name, value) }
    var writer = VariableWriter(root: file.root)
    for axis in axes { try writer.write(axis) }
    for variable in variables {
      switch variable.content {
      case .numbers(let values, let kind):
        try writer.write(
          variable.name, over: variable.axes, variable.longName, values, kind, units: variable.units)
      case .texts(let texts): try writer.write(variable.name, over: variable.axes, variable.longName, texts)
      }
    }
    return try file.bytes()
  }
}

/// A variable or an attribute that a file cannot have.
public enum LabelledFileError: Error, Equatable, Sendable {
  /// A name of other than letters, digits and underscores, or one that begins with a digit.
  case name(String)
  /// A name that is taken: by another variable, an axis or an attribute.
  case duplicate(String)
  /// An axis that another variable of the file has with other labels.
  case otherAxis(String, variable: String)
  /// More or fewer values than the axes have places.
  case count(variable: String, found: Int, expected: Int)
}
