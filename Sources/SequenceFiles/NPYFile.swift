import HDF5

/// NumPy's file of one array (`numpy.save`), versions 1.0 to 3.0.
///
/// Read without any Python: the header is a dictionary of three entries, and nothing else is accepted. Arrays
/// of objects, which are pickles, are refused. Source: NumPy, NEP 1 and `numpy.lib.format`.
package enum NPYFile {
  static let signature: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// The array of a file's bytes, of as many axes as `SequenceTable` takes.
  static func table(_ bytes: [UInt8]) throws(SequenceFileProblem) -> SequenceTable {
    let header = try NPYHeader(of: bytes)
    guard let type = NPYNumberType(descriptor: header.descriptor) else { throw .npyType(header.descriptor) }
    return try SequenceTable(shape: header.shape) { (count) throws(SequenceFileProblem) in
      let data = bytes[header.length...]
      let byteCount = count * type.number.size
      guard data.count >= byteCount else { throw .truncated(needed: byteCount, found: data.count) }
      guard data.count == byteCount else { throw .trailing(bytes: data.count - byteCount) }
      let stored = type.number.doubles(data, isBigEndian: type.isBigEndian)
      return header.isFortranOrder ? inRowOrder(stored, shape: header.shape) : stored
    }
  }

  /// Values of which the first axis runs fastest, so that the last one does.
  private static func inRowOrder(_ values: [Double], shape: [Int]) -> [Double] {
    var strides = [1]
    for length in shape.dropLast() { strides.append(strides[strides.count - 1] * length) }
    var index = [Int](repeating: 0, count: shape.count)
    return values.indices.map { _ in
      let value = values[zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 }]
      for axis in shape.indices.reversed() {
        index[axis] += 1
        if index[axis] < shape[axis] { break }
        index[axis] = 0
      }
      return value
    }
  }
}

extension NPYFile {
  /// A file of version 1.0 in C order, its array on a 64-byte boundary.
  ///
  /// - Parameters:
  ///   - type: NumPy's name of the element type without its byte order, such as `f8`.
  ///   - shape: the axis lengths, the last one running fastest; empty for a single value.
  ///   - data: the elements in this machine's byte order.
  package static func bytes(type: String, shape: [Int], data: some Collection<UInt8>) -> [UInt8] {
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
        type: "f\(MemoryLayout<Scalar>.size)", shape: sequence.shape, data: $0)
    }
  }
}

/// The numbers of an array, as its `descr` names them: `<f8`, `>i2`, `|u1`.
struct NPYNumberType: Equatable {
  let number: HDF5ImageNumber
  let isBigEndian: Bool

  private static let numbers: [String: HDF5ImageNumber] = [
    "f2": .float16, "f4": .float32, "f8": .float64,
    "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64,
    "u1": .uint8, "u2": .uint16, "u4": .uint32, "u8": .uint64,
  ]

  /// Nil for whatever is not a number of one of those kinds. A byte order is asked for where there is one.
  init?(descriptor: String) {
    guard let order = descriptor.first, let number = Self.numbers[String(descriptor.dropFirst())] else {
      return nil
    }
    switch order {
    case "<": isBigEndian = false
    case ">": isBigEndian = true
    case "|" where number.size == 1: isBigEndian = false
    default: return nil
    }
    self.number = number
  }
}
