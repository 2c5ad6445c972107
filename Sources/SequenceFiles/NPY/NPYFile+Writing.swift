extension NPYFile {
  /// A file of version 1.0 in this machine's byte order and C order, its array on a 64-byte boundary.
  static func bytes<Scalar: SequenceScalar>(of sequence: OutputSequence<Scalar>) -> [UInt8] {
    let order = 1.littleEndian == 1 ? "<" : ">"
    let descriptor = "\(order)f\(MemoryLayout<Scalar>.size)"
    let entries = """
      {'descr': '\(descriptor)', 'fortran_order': False, 'shape': (\(sequence.rows), \(sequence.columns)), }
      """
    let start = signature.count + 4
    // The line end counts, too.
    let length = (start + entries.utf8.count + 1 + 63) / 64 * 64 - start
    var bytes = signature + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)] + Array(entries.utf8)
    bytes.reserveCapacity(start + length + sequence.values.count * MemoryLayout<Scalar>.size)
    bytes += Array(repeating: UInt8(ascii: " "), count: start + length - 1 - bytes.count)
    bytes.append(UInt8(ascii: "\n"))
    sequence.values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    return bytes
  }
}
