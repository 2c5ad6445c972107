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

  /// How, over the test steps t, the series k steps before t goes with an answer of the state at t, for the delays
  /// k = 1 ... K.
  ///
  /// - Parameters:
  ///   - training, test: the series along which the states were recorded; the states belong to their last steps,
  ///     before which there are at least K values.
  ///   - delays: K.
  ///   - blocks: of consecutive test steps, to be told apart; at most as many as steps.
  ///   - answer: the readout's, or one that goes with the series as much as the readout recovers.
  func correlations(
    training: [Double], test series: [Double], delays: Int, blocks: Int = 1, answer: Answer = .readout
  ) -> DelayCorrelations {
    var weights = DelayedProducts.of(basis.training, with: training, delays: delays)
    for delay in 0..<delays {
      for (component, shrinkage) in basis.shrinkage.enumerated() {
        weights[component, delay] *= answer.factor(shrinkage)
      }
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

  /// What is made of a state; both are the same without a ridge.
  enum Answer {
    /// The readout that fits best over the training steps, given the ridge.
    case readout
    /// One whose covariance with the target is what the readout takes off the mean squared error. A readout that
    /// leaves of the weight w of a component of variance 1 the share s takes off 2sw² - (sw)²: as much as the
    /// covariance of the target with 2s - s² of the weight.
    case recovery

    fileprivate func factor(_ shrinkage: Double) -> Double {
      switch self {
      case .readout: shrinkage
      case .recovery: shrinkage * (2 - shrinkage)
      }
    }
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
