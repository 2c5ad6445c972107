import CKernels

/// A stretch of two input sequences: S consecutive steps of I values each.
///
/// Sendable without the compiler's word: one thread fills it, and others read it once they have met.
package final class InputPair<Scalar: NetworkScalar>: @unchecked Sendable {
  package let inputSize: Int
  /// The longest stretch that fits.
  package let capacity: Int
  /// S, at most `capacity`.
  package private(set) var steps = 0
  /// Whether the second sequence is the first: the projection of such steps is computed once.
  package private(set) var isShared = true

  private let path: SIMDPath
  private let arithmetic: Arithmetic
  private let a: AlignedBuffer<Scalar>
  private let b: AlignedBuffer<Scalar>
  /// Room for normals that are still to be widened to float64; nil in other precisions.
  private let normals: AlignedBuffer<Float>?

  /// Steps of a stretch that is long enough: as many as keep the inputs within a part of the L2 cache, but no fewer than
  /// pay for switching between networks, and no more than a run that merges at once should have to take.
  package static func stretchSteps(inputSize: Int) -> Int {
    min(max(262_144 / (MemoryLayout<Scalar>.stride * inputSize), 64), 512)
  }

  /// - Parameters:
  ///   - inputSize: I.
  ///   - capacity: most steps of a stretch; `stretchSteps` by default.
  ///   - path: kernels that draw the normals.
  ///   - arithmetic: to whose numbers values are rounded; those of `Scalar` by default.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init(
    inputSize: Int, capacity: Int? = nil, path: SIMDPath,
    arithmetic: Arithmetic = Arithmetic(Scalar.precision)
  ) {
    let capacity = capacity ?? Self.stretchSteps(inputSize: inputSize)
    self.inputSize = inputSize
    self.capacity = capacity
    self.path = path
    self.arithmetic = arithmetic
    a = AlignedBuffer(count: inputSize * capacity)
    b = AlignedBuffer(count: inputSize * capacity)
    normals = Scalar.precision == .float32 ? nil : AlignedBuffer(count: inputSize * capacity)
  }

  /// Fills both sequences with standard normals, number step · I + i of their streams for input i of a step.
  ///
  /// - Parameters:
  ///   - steps: the steps of the sequences that this stretch holds; at most `capacity`.
  ///   - a: the first sequence's stream.
  ///   - b: the second sequence's, or nil if it is the first's.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func draw(steps range: Range<Int>, a streamA: RandomStream, b streamB: RandomStream?) {
    precondition(range.count <= capacity)
    steps = range.count
    isShared = streamB == nil
    fill(a, steps: range, from: streamA)
    if let streamB { fill(b, steps: range, from: streamB) }
  }

  /// Takes the rows of a table, in order from a start for each sequence, and from row 0 again after the last.
  ///
  /// - Parameters:
  ///   - table: N rows, at least 1, of `columns` values each, of which the first I are taken.
  ///   - steps: S, at most `capacity`.
  ///   - a: the first sequence's first row, 0 ..< N.
  ///   - b: the second sequence's, or nil if it is the first's.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func read(_ table: [Double], columns: Int, steps count: Int, a rowA: Int, b rowB: Int?) {
    precondition(columns >= inputSize && !table.isEmpty && table.count % columns == 0)
    precondition((0...capacity).contains(count))
    steps = count
    isShared = rowB == nil
    copy(table, columns: columns, from: rowA, to: a)
    if let rowB { copy(table, columns: columns, from: rowB, to: b) }
  }

  /// Takes given values: `first` and, unless it is the same, `second`, each S rows of I values.
  ///
  /// - Precondition: both hold the same whole number of steps, at most `capacity`.
  package func set(_ first: [Scalar], second: [Scalar]? = nil) {
    precondition(first.count % inputSize == 0 && first.count <= capacity * inputSize)
    precondition(second.map { $0.count == first.count } ?? true)
    steps = first.count / inputSize
    isShared = second == nil
    for (index, value) in first.enumerated() { a[index] = value }
    for (index, value) in (second ?? []).enumerated() { b[index] = value }
    for buffer in [a, b] { arithmetic.round(buffer, count: first.count, path: path) }
  }

  /// Values of step `step` of the first sequence, I of them.
  package func first(step: Int) -> [Scalar] { row(a, step) }
  /// Values of step `step` of the second sequence, I of them.
  package func second(step: Int) -> [Scalar] { row(isShared ? a : b, step) }

  var baseA: UnsafeMutablePointer<Scalar> { a.base }
  var baseB: UnsafeMutablePointer<Scalar> { isShared ? a.base : b.base }

  private func row(_ buffer: AlignedBuffer<Scalar>, _ step: Int) -> [Scalar] {
    precondition(step >= 0 && step < steps)
    return (0..<inputSize).map { buffer[step * inputSize + $0] }
  }

  private func copy(_ table: [Double], columns: Int, from start: Int, to buffer: AlignedBuffer<Scalar>) {
    defer { arithmetic.round(buffer, count: steps * inputSize, path: path) }
    let rows = table.count / columns
    precondition((0..<rows).contains(start))
    table.withUnsafeBufferPointer { table in
      var place = buffer.base
      var row = start
      for _ in 0..<steps {
        let values = row * columns..<row * columns + inputSize
        for index in values {
          place.pointee = Scalar(table[index])
          place += 1
        }
        row = row + 1 == rows ? 0 : row + 1
      }
    }
  }

  private func fill(_ buffer: AlignedBuffer<Scalar>, steps: Range<Int>, from stream: RandomStream) {
    let (first, count) = (UInt64(steps.lowerBound * inputSize), steps.count * inputSize)
    defer { arithmetic.round(buffer, count: count, path: path) }
    if let buffer = buffer as? AlignedBuffer<Float> {
      stream.fillNormals(buffer, first: first, count: count, path: path)
    } else if let normals {
      stream.fillNormals(normals, first: first, count: count, path: path)
      for index in 0..<count { buffer.base[index] = Scalar(normals.base[index]) }
    }
  }
}
