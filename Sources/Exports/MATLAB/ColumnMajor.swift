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
