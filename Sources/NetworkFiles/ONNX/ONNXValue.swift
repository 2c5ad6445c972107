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
