import RecurrentNetworks

/// Linear readouts by least squares.
enum LeastSquares {
  /// The readout with offset that minimises Σ (answer - readout(output))².
  ///
  /// Householder QR with column pivoting of the outputs with their means taken off, each unit scaled to a norm of
  /// 1 (Businger & Golub 1965): units that are constant, or a linear combination of others to within rounding,
  /// get the weight 0 instead of making the system singular. Not the normal equations, which would square the
  /// condition number: the outputs of a network are often nearly dependent, and some differ by 1e15 in size.
  ///
  /// - Parameters:
  ///   - outputs: one row per sequence, all of the same length.
  ///   - answers: as many as rows, at least one.
  static func readout(outputs: [[Double]], answers: [Double]) -> LinearReadout {
    precondition(outputs.count == answers.count && !answers.isEmpty)
    let units = outputs[0].count
    let rows = Double(answers.count)
    let meanAnswer = answers.reduce(0, +) / rows
    let means = (0..<units).map { unit in outputs.reduce(0) { $0 + $1[unit] } / rows }
    var columns = (0..<units).map { unit in outputs.map { $0[unit] - means[unit] } }
    let norms = columns.map(norm)
    for unit in 0..<units {
      // What remains of a constant unit after its mean is taken off is rounding.
      let isConstant = norms[unit] <= 1e-12 * abs(means[unit]) * rows.squareRoot()
      columns[unit] = columns[unit].map { isConstant ? 0 : $0 / norms[unit] }
    }
    let scaled = solve(columns, answers.map { $0 - meanAnswer })
    let weights = zip(scaled, norms).map { $0 == 0 ? 0 : $0 / $1 }
    let offset = meanAnswer - zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 }
    return LinearReadout(weights: weights, offset: offset)
  }

  /// Columns whose part that is independent of those before is shorter than this are left out. Their norm is 1 at
  /// the outset; float32 outputs have rounding of 6e-8.
  private static let dependence = 1e-9

  /// The x that minimises |columns · x - target|, 0 for dependent columns.
  private static func solve(_ columns: [[Double]], _ target: [Double]) -> [Double] {
    var (columns, target) = (columns, target)
    var order = Array(columns.indices)
    var rank = 0
    while rank < min(columns.count, target.count) {
      let rest = columns.map { norm(Array($0[rank...])) }
      guard let pivot = (rank..<columns.count).max(by: { rest[$0] < rest[$1] }), rest[pivot] > dependence
      else { break }
      columns.swapAt(rank, pivot)
      order.swapAt(rank, pivot)
      // Reflects the column's rest onto its first element; the sign avoids cancellation.
      let length = columns[rank][rank] > 0 ? -rest[pivot] : rest[pivot]
      var mirror = Array(columns[rank][rank...])
      mirror[0] -= length
      let square = mirror.reduce(0) { $0 + $1 * $1 }
      for column in rank..<columns.count { reflect(&columns[column], mirror, square, from: rank) }
      reflect(&target, mirror, square, from: rank)
      rank += 1
    }
    var solution = [Double](repeating: 0, count: columns.count)
    for row in (0..<rank).reversed() {
      let known = (row + 1..<max(rank, row + 1)).reduce(0) { $0 + columns[$1][row] * solution[order[$1]] }
      solution[order[row]] = (target[row] - known) / columns[row][row]
    }
    return solution
  }

  /// vector -= 2 mirror (mirror · vector) / (mirror · mirror), from an element on.
  private static func reflect(
    _ vector: inout [Double], _ mirror: [Double], _ square: Double, from first: Int
  ) {
    var product = 0.0
    for (index, value) in mirror.enumerated() { product += value * vector[first + index] }
    let factor = 2 * product / square
    for (index, value) in mirror.enumerated() { vector[first + index] -= factor * value }
  }

  private static func norm(_ values: [Double]) -> Double {
    // Scaled, so that squares of tiny numbers do not underflow.
    let largest = values.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return 0 }
    return largest * values.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
  }
}
