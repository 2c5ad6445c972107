import LinearAlgebra
import RecurrentNetworks

/// Linear readouts by least squares.
enum LeastSquares {
  /// The readout with offset that minimises Σ (answer - readout(output))².
  ///
  /// QR factorisation with column pivoting of the outputs with their means taken off, each unit scaled to a norm of
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
    guard let factors = try? QRFactorisation(Matrix(columns: columns), pivoting: true) else {
      // Sums beyond what float64 holds: nothing can be read out of such outputs.
      return Array(repeating: 0, count: columns.count)
    }
    let rank = factors.diagonal.prefix { $0 > dependence }.count
    return factors.solve(target, rank: rank)
  }

  private static func norm(_ values: [Double]) -> Double {
    // Scaled, so that squares of tiny numbers do not underflow.
    let largest = values.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return 0 }
    return largest * values.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
  }
}
