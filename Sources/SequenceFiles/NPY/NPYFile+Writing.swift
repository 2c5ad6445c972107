extension NPYFile {
  /// A file of version 1.0 in C order, its array on a 64-byte boundary.
  ///
  /// - Parameters:
  ///   - type: NumPy's name of the element type without its byte order, such as `f8`.
  ///   - shape: the axis lengths, the last one running fastest; empty for a single value.
  ///   - data: the elements in this machine's byte order.
  public static func bytes(type: String, shape: [Int], data: some Collection<UInt8>) -> [UInt8] {
    let order = 1.littleEndian == 1 ? "<" : ">"
    // Single bytes have no order, and a tuple of one needs its comma.
    let descriptor = (type.hasSuffix("1") && type.count == 2 ? "|" : order) + type
    let lengths = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let entries = "{'descr': '\(descriptor)', 'fortran_order': False, 'shape': (\(lengths)), }"
    let start = signature.count + 4
    // The line end counts, too.
    let length = (start + entries.utf8.count + 1 + 63) / 64 * 64 - start
    var bytes = signature + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)] + Array(entries.utf8)
    bytes.reserveCapacity(start + length + data.count)
    bytes += Array(repeating: UInt8(ascii: " "), count: start + length - 1 - bytes.count)
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: data)
    return bytes
  }

  static func bytes<Scalar: SequenceScalar>(of sequence: OutputSequence<Scalar>) -> [UInt8] {
    sequence.values.withUnsafeBytes {
      bytes(
        type: "f\(MemoryLayout<Scalar>.size)", shape: [sequence.rows, sequence.columns], data: $0)
    }
  }
}
