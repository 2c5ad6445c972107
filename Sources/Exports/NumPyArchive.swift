import Experiments
import SequenceFiles

/// Results as NumPy's archive of arrays (`numpy.load(FILE.npz)`): one for every variable and coordinate.
///
/// Integers that know missing values are float64 with NaN for those; strings are of a fixed width (`<U...`),
/// so that nothing is pickled. Two arrays of strings tell the rest: `variables`, with a row of name, axes,
/// `long_name`, `units` and meanings (`0:merged 1:...`, for flags) for every other array, and `attributes`,
/// with a row of name and value for everything that the file says about itself.
struct NumPyArchive {
  let results: LabelledResults

  /// - Parameter path: named in errors.
  /// - Throws: `ExportError.cannotMake`.
  func bytes(path: String) throws(ExportError) -> [UInt8] {
    let arrays = results.coordinates + results.variables
    var entries = arrays.map { (name: $0.name + ".npy", bytes: Self.file($0.valuesWithNaN, shape: $0.shape)) }
    let variables = arrays.map { array in
      [
        array.name, array.dimensions.joined(separator: " "), array.text("long_name"), array.text("units"),
        array.flags.map { "\($0.value):\($0.meaning)" }.joined(separator: " "),
      ]
    }
    entries.append(("variables.npy", Self.file(rows: variables, columns: 5)))
    entries.append(
      ("attributes.npy", Self.file(rows: results.attributes.map { [$0.name, $0.text] }, columns: 2)))
    do {
      return try ZipWriter.bytes(of: entries)
    } catch {
      throw .cannotMake(path: path, reason: error.message)
    }
  }

  private static func file(rows: [[String]], columns: Int) -> [UInt8] {
    file(.strings(rows.flatMap(\.self)), shape: [rows.count, columns])
  }

  private static func file(_ values: LabelledValues, shape: [Int]) -> [UInt8] {
    func file<Element>(_ type: String, _ elements: [Element]) -> [UInt8] {
      elements.withUnsafeBytes { NPYFile.bytes(type: type, shape: shape, data: $0) }
    }
    return switch values {
    case .int8(let values): file("i1", values)
    case .int32(let values): file("i4", values)
    case .int64(let values): file("i8", values)
    case .uint64(let values): file("u8", values)
    case .float32(let values): file("f4", values)
    case .float64(let values): file("f8", values)
    case .strings(let values): stringFile(values, shape: shape)
    }
  }

  /// Strings as NumPy has them: every character takes four bytes, and every string as many as the longest.
  private static func stringFile(_ strings: [String], shape: [Int]) -> [UInt8] {
    let scalars = strings.map { $0.unicodeScalars.map(\.value) }
    let width = max(1, scalars.map(\.count).max() ?? 0)
    var characters: [UInt32] = []
    characters.reserveCapacity(strings.count * width)
    for string in scalars {
      characters += string
      characters += repeatElement(0, count: width - string.count)
    }
    return characters.withUnsafeBytes { NPYFile.bytes(type: "U\(width)", shape: shape, data: $0) }
  }
}
