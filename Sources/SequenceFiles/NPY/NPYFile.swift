/// NumPy's file of one array (`numpy.save`), versions 1.0 to 3.0.
///
/// Read without any Python: the header is a dictionary of three entries, and nothing else is accepted. Arrays
/// of objects, which are pickles, are refused. Source: NumPy, NEP 1 and `numpy.lib.format`.
public enum NPYFile {
  static let signature: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// The array of a file's bytes: of one axis, which are the steps of one input, or of steps and inputs.
  static func table(_ bytes: [UInt8]) throws(SequenceFileProblem) -> SequenceTable {
    let header = try NPYHeader(of: bytes)
    guard let type = NPYNumberType(descriptor: header.descriptor) else { throw .npyType(header.descriptor) }
    guard (1...2).contains(header.shape.count) else { throw .rank(shape: header.shape) }
    let (rows, columns) = (header.shape[0], header.shape.count == 2 ? header.shape[1] : 1)
    let (count, isTooMany) = rows.multipliedReportingOverflow(by: columns)
    let needed = Double(rows) * Double(columns) * 8
    guard !isTooMany, needed <= Double(SequenceFile.byteLimit) else {
      throw .tooLarge(bytes: needed, limit: SequenceFile.byteLimit)
    }
    let data = bytes[header.length...]
    guard data.count >= count * type.size else {
      throw .truncated(needed: count * type.size, found: data.count)
    }
    guard data.count == count * type.size else { throw .trailing(bytes: data.count - count * type.size) }
    let stored = type.number.values(in: data, isBigEndian: type.isBigEndian)
    guard header.isFortranOrder, columns > 1 else {
      return try SequenceTable(rows: rows, columns: columns, values: stored)
    }
    var values = [Double](repeating: 0, count: count)
    for column in 0..<columns {
      for row in 0..<rows { values[row * columns + column] = stored[column * rows + row] }
    }
    return try SequenceTable(rows: rows, columns: columns, values: values)
  }
}
