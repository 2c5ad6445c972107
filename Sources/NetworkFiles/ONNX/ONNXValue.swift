import HDF5

/// A tensor of known numbers.
struct ONNXValue {
  var shape: [Int]
  /// Row-major.
  var numbers: [Double]
  /// Nil for integers.
  var storage: StoredNumber?

  /// Axes; weights have three.
  static let rankLimit = 8

  /// Whether a tensor can have these sizes: none negative, and so few that products of any of them are far
  /// from overflowing, also where another is zero.
  static func isPossible(_ shape: [Int]) -> Bool {
    guard shape.count <= rankLimit, shape.allSatisfy({ $0 >= 0 }) else { return false }
    return shape.reduce(1.0) { $0 * Double(max($1, 1)) } <= 0x1p48
  }

  /// The value as a list of integers, as shapes and axes are given.
  var integers: [Int] {
    numbers.map { Int(max(-0x1p62, min(0x1p62, $0))) }
  }

  /// Numbers per step along each axis.
  private var strides: [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
    return strides
  }

  /// - Parameter order: a permutation of the axes.
  func transposed(_ order: [Int]) -> ONNXValue {
    let strides = strides
    return strided(order.map { shape[$0] }, order.map { strides[$0] }, from: 0)
  }

  /// - Parameter ranges: one for each axis, within its size.
  func sliced(_ ranges: [Range<Int>]) -> ONNXValue {
    let start = zip(ranges, strides).reduce(0) { $0 + $1.0.lowerBound * $1.1 }
    return strided(ranges.map(\.count), strides, from: start)
  }

  private func strided(_ shape: [Int], _ strides: [Int], from start: Int) -> ONNXValue {
    let count = shape.reduce(1, *)
    var result: [Double] = []
    result.reserveCapacity(count)
    var position = [Int](repeating: 0, count: shape.count)
    var place = start
    while result.count < count {
      result.append(numbers[place])
      for axis in shape.indices.reversed() {
        position[axis] += 1
        place += strides[axis]
        if position[axis] < shape[axis] { break }
        place -= position[axis] * strides[axis]
        position[axis] = 0
      }
    }
    return ONNXValue(shape: shape, numbers: result, storage: storage)
  }

  /// - Precondition: at least one part; all have the same shape but for this axis; the result is possible.
  static func concatenated(_ parts: [ONNXValue], axis: Int) -> ONNXValue {
    var shape = parts[0].shape
    shape[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
    var numbers: [Double] = []
    let count = shape.reduce(1, *)
    numbers.reserveCapacity(count)
    let rows = count == 0 ? 0 : shape[..<axis].reduce(1, *)
    for row in 0..<rows {
      for part in parts {
        let count = part.shape[axis...].reduce(1, *)
        numbers += part.numbers[row * count..<(row + 1) * count]
      }
    }
    return ONNXValue(shape: shape, numbers: numbers, storage: parts[0].storage)
  }
}

extension ONNXTensor {
  /// ONNX's numbers for number types, as far as they are read.
  private enum ElementType: Int {
    case float = 1
    case int32 = 6
    case int64 = 7
    case float16 = 10
    case double = 11
    case bfloat16 = 16

    var layout: HDF5ImageNumber {
      switch self {
      case .float: .float32
      case .double: .float64
      case .float16: .float16
      case .bfloat16: .bfloat16
      case .int32: .int32
      case .int64: .int64
      }
    }

    /// Nil for integers.
    var stored: StoredNumber? { StoredNumber(rawValue: layout.rawValue) }
  }

  private static let typeNames = [
    "UNDEFINED", "FLOAT", "UINT8", "INT8", "UINT16", "INT16", "INT32", "INT64", "STRING", "BOOL", "FLOAT16",
    "DOUBLE", "UINT32", "UINT64", "COMPLEX64", "COMPLEX128", "BFLOAT16",
  ]

  /// How many numbers the tensor says it has: a claim until its data are seen.
  ///
  /// - Throws: `malformed` if the dimensions are not a shape that can be.
  func claimedCount() throws(NetworkFileProblem) -> Int {
    let shape = Array(dims.prefix(ONNXValue.rankLimit + 1))
    guard ONNXValue.isPossible(shape) else { throw .malformed("dimensions \(shape)") }
    return shape.reduce(1, *)
  }

  /// The tensor's numbers, wherever it keeps them: as raw bytes, in a list of their type, or in another file.
  func value(_ external: ONNXExternalData) throws -> ONNXValue {
    guard let type = ElementType(rawValue: dataType) else {
      let name =
        Self.typeNames.indices.contains(dataType) ? Self.typeNames[dataType] : "\(dataType)"
      throw NetworkFileProblem.numberType(found: name)
    }
    let count = try claimedCount()
    let shape = dims
    if dataLocation == 1 {
      let bytes = try external.bytes(externalData, count: count * type.layout.size)
      return ONNXValue(shape: shape, numbers: try Self.numbers(type, bytes[...]), storage: type.stored)
    }
    guard dataLocation == 0 else { throw NetworkFileProblem.malformed("data location \(dataLocation)") }
    let listed = floatData.count + int32Data.count + int64Data.count + doubleData.count
    if !rawData.isEmpty {
      guard listed == 0 else { throw NetworkFileProblem.malformed("raw data and listed data") }
      try Self.check(rawData.count, count * type.layout.size, "bytes")
      return ONNXValue(
        shape: shape, numbers: try Self.numbers(type, rawData), storage: type.stored)
    }
    let numbers = try listedNumbers(type)
    try Self.check(listed, numbers.count, "numbers of its type")
    try Self.check(numbers.count, count, "numbers")
    return ONNXValue(shape: shape, numbers: numbers, storage: type.stored)
  }

  private static func check(_ found: Int, _ expected: Int, _ what: String) throws(NetworkFileProblem) {
    guard found == expected else {
      throw .malformed("\(found) \(what) where dimensions and type ask for \(expected)")
    }
  }

  private static func numbers(
    _ type: ElementType, _ bytes: ArraySlice<UInt8>
  ) throws(NetworkFileProblem) -> [Double] {
    try type.stored?.numbers(in: bytes) ?? type.layout.doubles(bytes)
  }

  private func listedNumbers(_ type: ElementType) throws(NetworkFileProblem) -> [Double] {
    let numbers: [Double]
    switch type {
    case .float: numbers = floatData.map { Double($0) }
    case .double: numbers = doubleData
    case .int32: numbers = int32Data.map { Double($0) }
    case .int64: numbers = int64Data.map { Double($0) }
    case .float16, .bfloat16:
      guard int32Data.allSatisfy({ (0...0xFFFF).contains($0) }) else {
        throw .malformed("16-bit numbers of more than 16 bits")
      }
      numbers = type.layout.doubles(int32Data.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }[...])
    }
    if let index = numbers.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
    return numbers
  }
}
