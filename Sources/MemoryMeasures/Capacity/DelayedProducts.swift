import LinearAlgebra

/// Products of states with a series, delayed by 1 ... K steps.
enum DelayedProducts {
  /// Steps whose delayed targets are laid out at a time: a matrix for BLAS that stays in the cache.
  static let stretch = 256

  /// Σ_t z_i(t) x(t - k) for every column z_i and every delay k, columns x K.
  ///
  /// - Parameters:
  ///   - columns: T steps x columns, those of the last T steps of the series.
  ///   - series: at least T + K values.
  static func of(_ columns: Matrix, with series: [Double], delays: Int) -> Matrix {
    let lead = series.count - columns.rows
    precondition(lead >= delays)
    var sums = Matrix(rows: columns.columns, columns: delays)
    for start in stride(from: 0, to: columns.rows, by: stretch) {
      let steps = start..<min(start + stretch, columns.rows)
      var targets: [Double] = []
      targets.reserveCapacity(steps.count * delays)
      for delay in 1...delays {
        targets += series[lead + steps.lowerBound - delay..<lead + steps.upperBound - delay]
      }
      sums.add(
        columns, rows: steps, transposed: true,
        times: Matrix(rows: steps.count, columns: delays, elements: targets))
    }
    return sums
  }
}
