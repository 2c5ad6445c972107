import LinearAlgebra

/// The readouts of all delays of a series: fitted on one sequence, judged on another.
struct DelayReadouts {
  private let basis: StateBasis
  /// Test states in the basis, steps x rank.
  private let test: Matrix

  /// - Parameters:
  ///   - training: steps x units, more steps than units.
  ///   - test: steps x units.
  /// - Throws: `CapacityError.outputsTooLarge`.
  init(training: Matrix, test: Matrix, ridge: Double) throws(CapacityError) {
    basis = try StateBasis(training: training, ridge: ridge)
    self.test = basis.coordinates(of: test)
  }

  /// How, over the test steps t, the series k steps before t goes with the readout of the state at t that fits it
  /// best over the training steps, for the delays k = 1 ... K.
  ///
  /// - Parameters:
  ///   - training, test: the series along which the states were recorded; the states belong to their last steps,
  ///     before which there are at least K values.
  ///   - delays: K.
  ///   - blocks: of consecutive test steps, to be told apart; at most as many as steps.
  func correlations(
    training: [Double], test series: [Double], delays: Int, blocks: Int = 1
  ) -> DelayCorrelations {
    var weights = DelayedProducts.of(basis.training, with: training, delays: delays)
    for delay in 0..<delays {
      for component in basis.shrinkage.indices { weights[component, delay] *= basis.shrinkage[component] }
    }
    var correlations = DelayCorrelations(delays: delays, blocks: blocks)
    for block in 0..<blocks {
      let steps = test.rows * block / blocks..<test.rows * (block + 1) / blocks
      for start in stride(from: steps.lowerBound, to: steps.upperBound, by: DelayedProducts.stretch) {
        let stretch = start..<min(start + DelayedProducts.stretch, steps.upperBound)
        var answers = Matrix(rows: stretch.count, columns: delays)
        answers.add(test, rows: stretch, transposed: false, times: weights)
        let first = series.count - test.rows + stretch.lowerBound
        correlations.add(answers, block: block, series: series, first: first)
      }
    }
    return correlations
  }
}

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

/// Sums of answers and targets, of their squares and products, from which correlations are made: for every delay,
/// and every block of steps.
struct DelayCorrelations {
  private struct Sums {
    var count = 0.0
    var answers = 0.0
    var answerSquares = 0.0
    var targets = 0.0
    var targetSquares = 0.0
    var products = 0.0

    static func + (left: Sums, right: Sums) -> Sums { left.combined(right, 1) }
    static func - (left: Sums, right: Sums) -> Sums { left.combined(right, -1) }

    private func combined(_ other: Sums, _ sign: Double) -> Sums {
      Sums(
        count: count + sign * other.count, answers: answers + sign * other.answers,
        answerSquares: answerSquares + sign * other.answerSquares, targets: targets + sign * other.targets,
        targetSquares: targetSquares + sign * other.targetSquares,
        products: products + sign * other.products)
    }

    /// 0 where answers or targets are constant.
    var squaredCorrelation: Double {
      let spread = answerSquares - answers * answers / count
      let targetSpread = targetSquares - targets * targets / count
      // What remains of equal numbers is rounding.
      guard spread > 1e-14 * answerSquares, targetSpread > 1e-14 * targetSquares else { return 0 }
      let covariance = products - answers * targets / count
      return min(1, covariance * covariance / (spread * targetSpread))
    }
  }

  /// [block][delay]
  private var sums: [[Sums]]

  init(delays: Int, blocks: Int) {
    sums = Array(repeating: Array(repeating: Sums(), count: delays), count: blocks)
  }

  /// Adds some steps of a block.
  ///
  /// - Parameters:
  ///   - answers: steps x delays.
  ///   - first: place in the series of the first step's present input.
  mutating func add(_ answers: Matrix, block: Int, series: [Double], first: Int) {
    let steps = answers.rows
    answers.elements.withUnsafeBufferPointer { answers in
      series.withUnsafeBufferPointer { series in
        for delay in sums[block].indices {
          var sum = Sums(count: Double(steps))
          for step in 0..<steps {
            let (answer, target) = (answers[delay * steps + step], series[first + step - delay - 1])
            sum.answers += answer
            sum.answerSquares += answer * answer
            sum.targets += target
            sum.targetSquares += target * target
            sum.products += answer * target
          }
          sums[block][delay] = sums[block][delay] + sum
        }
      }
    }
  }

  /// r² of every delay over all steps.
  var squared: [Double] { total.map(\.squaredCorrelation) }

  /// r² of every delay over all steps but those of one block, for every block.
  var squaredWithoutBlock: [[Double]] {
    let total = total
    return sums.map { block in zip(total, block).map { ($0 - $1).squaredCorrelation } }
  }

  private var total: [Sums] {
    sums.dropFirst().reduce(sums[0]) { total, block in zip(total, block).map { $0 + $1 } }
  }
}
