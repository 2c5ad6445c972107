/// Operations that move numbers about without changing them.
enum ONNXConstantOperation: String {
  case identity = "Identity"
  case cast = "Cast"
  case squeeze = "Squeeze"
  case unsqueeze = "Unsqueeze"
  case reshape = "Reshape"
  case transpose = "Transpose"
  case slice = "Slice"
  case concat = "Concat"

  /// - Throws: `malformed` for inputs that the operation does not take, `unsupported` for variants that no
  ///   exporter uses on weights.
  func apply(to inputs: [ONNXValue?], _ node: ONNXNode) throws(NetworkFileProblem) -> ONNXValue {
    guard let first = inputs.first, var value = first else { throw malformed("no input") }
    func integers(_ index: Int, _ attribute: String) -> [Int]? {
      if inputs.indices.contains(index), let input = inputs[index] { return input.integers }
      return node.attribute(attribute)?.ints
    }
    switch self {
    case .identity: break
    case .cast:
      // To a wider type nothing is rounded.
      let to = node.attribute("to")?.i
      guard let storage = value.storage, to == 11 || (to == 1 && storage != .float64) else {
        throw .unsupported("weights computed by Cast")
      }
    case .squeeze:
      let axes = try axes(integers(1, "axes"), rank: value.shape.count)
      guard axes?.allSatisfy({ value.shape[$0] == 1 }) ?? true else { throw malformed("axes") }
      let removed = axes ?? value.shape.indices.filter { value.shape[$0] == 1 }
      value.shape = value.shape.indices.filter { !removed.contains($0) }.map { value.shape[$0] }
    case .unsqueeze:
      let count = integers(1, "axes")?.count ?? 0
      let rank = value.shape.count + count
      guard rank <= ONNXValue.rankLimit, let axes = try axes(integers(1, "axes"), rank: rank) else {
        throw malformed("axes")
      }
      for axis in axes.sorted() { value.shape.insert(1, at: axis) }
    case .reshape:
      guard let shape = integers(1, "shape") else { throw malformed("no shape") }
      value.shape = try reshaped(value, shape)
    case .transpose:
      let order = integers(inputs.count, "perm") ?? Array(value.shape.indices.reversed())
      guard order.sorted() == Array(value.shape.indices) else { throw malformed("perm \(order)") }
      value = value.transposed(order)
    case .slice:
      value = value.sliced(try ranges(value.shape, integers))
    case .concat:
      value = try concatenated(inputs, axis: node.attribute("axis")?.i)
    }
    return value
  }

  private func malformed(_ what: String) -> NetworkFileProblem { .malformed("\(rawValue): \(what)") }

  /// Axes counted from 0, each once; nil if none are given.
  private func axes(_ axes: [Int]?, rank: Int) throws(NetworkFileProblem) -> [Int]? {
    guard let axes else { return nil }
    guard axes.count <= rank else { throw malformed("\(axes.count) axes of \(rank)") }
    let counted = axes.map { $0 < 0 ? $0 + rank : $0 }
    guard Set(counted).count == axes.count, counted.allSatisfy((0..<rank).contains) else {
      throw malformed("axes \(axes)")
    }
    return counted
  }

  /// 0 keeps a size, and one -1 takes what is left.
  private func reshaped(_ value: ONNXValue, _ shape: [Int]) throws(NetworkFileProblem) -> [Int] {
    guard shape.count <= ONNXValue.rankLimit else { throw malformed("shape of \(shape.count) axes") }
    var result: [Int] = []
    for (axis, size) in shape.enumerated() {
      guard size >= -1, size != 0 || axis < value.shape.count else { throw malformed("shape \(shape)") }
      result.append(size == 0 ? value.shape[axis] : size)
    }
    let open = result.indices.filter { result[$0] == -1 }
    var known = 1
    for size in result where size != -1 {
      let product = known.multipliedReportingOverflow(by: size)
      guard !product.overflow else { throw malformed("shape \(shape)") }
      known = product.partialValue
    }
    if let axis = open.first, known > 0 {
      result[axis] = value.numbers.count / known
      known *= result[axis]
    }
    guard open.count <= 1, known == value.numbers.count, !result.contains(-1) else {
      throw malformed("shape \(shape) for \(value.numbers.count) numbers")
    }
    return result
  }

  private func ranges(
    _ shape: [Int], _ integers: (Int, String) -> [Int]?
  ) throws(NetworkFileProblem) -> [Range<Int>] {
    guard let starts = integers(1, "starts"), let ends = integers(2, "ends"), starts.count == ends.count,
      let axes = try axes(integers(3, "axes") ?? Array(starts.indices), rank: shape.count),
      axes.count == starts.count
    else { throw malformed("starts, ends and axes") }
    guard integers(4, "steps")?.allSatisfy({ $0 == 1 }) ?? true else {
      throw .unsupported("weights computed by Slice with steps")
    }
    var ranges = shape.map { 0..<$0 }
    for (axis, (start, end)) in zip(axes, zip(starts, ends)) {
      let size = shape[axis]
      func clamp(_ place: Int) -> Int { max(0, min(size, place < 0 ? place + size : place)) }
      ranges[axis] = clamp(start)..<max(clamp(start), clamp(end))
    }
    return ranges
  }

  private func concatenated(_ inputs: [ONNXValue?], axis: Int?) throws(NetworkFileProblem) -> ONNXValue {
    let parts = inputs.compactMap { $0 }
    guard let axis = try axes(axis.map { [$0] }, rank: parts[0].shape.count)?.first else {
      throw malformed("no axis")
    }
    func others(_ part: ONNXValue) -> [Int] {
      part.shape.enumerated().filter { $0.offset != axis }.map(\.element)
    }
    guard parts.allSatisfy({ $0.shape.count == parts[0].shape.count && others($0) == others(parts[0]) }),
      parts.reduce(0.0, { $0 + Double($1.shape[axis]) }) <= 0x1p48,
      ONNXValue.isPossible(others(parts[0]) + [parts.reduce(0) { $0 + $1.shape[axis] }])
    else { throw malformed("shapes that do not join") }
    return ONNXValue.concatenated(parts, axis: axis)
  }
}
