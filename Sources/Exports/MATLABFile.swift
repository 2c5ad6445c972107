import Experiments

/// Results as a MAT-file of version 5, which MATLAB, Octave and SciPy load: one variable for every variable
/// and coordinate, whose axes are in the same order as everywhere else (a coordinate is a column).
///
/// Whole numbers are double, as MATLAB computes with them, with NaN for missing ones; strings are cell
/// arrays. Four structures tell the rest, with a field for each of them: `dimensions`, the names of the axes
/// of every variable; `long_names`; `flag_meanings`, of flags only, the words for 0, 1, ...; and
/// `attributes`, what the file says about itself. MATLAB drops axes of length 1 at the end: `dimensions`
/// names them nevertheless.
struct MATLABFile {
  let results: LabelledResults

  /// - Parameter path: named in errors.
  /// - Throws: `ExportError.cannotMake`.
  func bytes(path: String) throws(ExportError) -> [UInt8] {
    do throws(MATLABError) {
      let file = try MATLABWriter()
      let arrays = results.coordinates + results.variables
      for array in arrays { try file.write(array.name, Self.value(array)) }
      try file.write(
        "dimensions", .structure(arrays.map { ($0.name, Self.texts($0.dimensions)) }))
      try file.write(
        "long_names", .structure(arrays.map { ($0.name, .text($0.text("long_name"))) }))
      let flags = arrays.filter { !$0.flags.isEmpty }
      try file.write(
        "flag_meanings", .structure(flags.map { ($0.name, Self.texts($0.flags.map(\.meaning))) }))
      try file.write(
        "attributes", .structure(results.attributes.map { ($0.name, Self.value($0.values)) }))
      return try file.bytes()
    } catch {
      throw .cannotMake(path: path, reason: error.reason)
    }
  }

  private static func value(_ variable: LabelledVariable) -> MATLABValue {
    value(variable.valuesWithNaN, shape: variable.shape)
  }

  /// A single string is a text.
  private static func value(_ values: LabelledValues) -> MATLABValue {
    if let strings = values.strings, strings.count == 1 { return .text(strings[0]) }
    return value(values, shape: [values.count])
  }

  private static func value(_ values: LabelledValues, shape: [Int]) -> MATLABValue {
    let layout = ColumnMajor(shape)
    return switch values {
    case .int8(let values): .double(layout.reordered(values).map(Double.init), layout.lengths)
    case .int32(let values): .double(layout.reordered(values).map(Double.init), layout.lengths)
    // Seeds need all their bits.
    case .int64(let values): .int64(layout.reordered(values), layout.lengths)
    case .uint64(let values): .uint64(layout.reordered(values), layout.lengths)
    case .float32(let values): .single(layout.reordered(values), layout.lengths)
    case .float64(let values): .double(layout.reordered(values), layout.lengths)
    case .strings(let values): .cell(layout.reordered(values).map { .text($0) }, layout.lengths)
    }
  }

  private static func texts(_ texts: [String]) -> MATLABValue {
    .cell(texts.map { .text($0) }, [texts.count, 1])
  }
}

/// From values whose last axis runs fastest to the same array with the first axis running fastest.
struct ColumnMajor {
  /// Axis lengths, two at least, as MATLAB has them: a single axis is a column.
  let lengths: [Int]
  private let shape: [Int]

  init(_ shape: [Int]) {
    self.shape = shape
    lengths = shape + repeatElement(1, count: max(0, 2 - shape.count))
  }

  func reordered<Value>(_ values: [Value]) -> [Value] {
    guard shape.count > 1 else { return values }
    // Distances in `values` between neighbours along each axis.
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
    var reordered: [Value] = []
    reordered.reserveCapacity(values.count)
    var place = [Int](repeating: 0, count: shape.count)
    var index = 0
    for _ in values.indices {
      reordered.append(values[index])
      for axis in shape.indices {
        place[axis] += 1
        index += strides[axis]
        if place[axis] < shape[axis] { break }
        index -= strides[axis] * shape[axis]
        place[axis] = 0
      }
    }
    return reordered
  }
}
