import LinearAlgebra

/// The readouts of all delays of a series: fitted on one sequence, judged on another.
struct DelayReadouts {
  /// Shares that the ridge leaves of the basis' components.
  private let shrinkage: [Double]
  /// The training states in the basis, steps x rank; columns have length 1 and mean 0.
  private let training: Matrix
  /// Test states in the basis, steps x rank.
  private let test: Matrix
  /// Sums of the test states and of their products over all test steps, rank x 1 and rank x rank; nil where answers are
  /// cheaper to have step by step.
  private let testSums: (states: [Double], products: Matrix)?

  /// - Parameters:
  ///   - training: steps x units, more steps than units.
  ///   - test: steps x units.
  ///   - delays: the most that are asked for without telling blocks of steps apart; 0 if none are.
  /// - Throws: `CapacityError.outputsTooLarge`.
  init(training: Matrix, test: Matrix, ridge: Double, delays: Int = 0) throws(CapacityError) {
    self.init(
      try StateBasis(training: training, ridge: ridge), training: training, test: test, delays: delays)
  }

  /// In a basis that was made of the training states before.
  init(_ basis: StateBasis, training: Matrix, test: Matrix, delays: Int) {
    shrinkage = basis.shrinkage
    self.training = basis.coordinates(of: training)
    let test = basis.coordinates(of: test)
    self.test = test
    guard delays >= DelayedProducts.leastFourierDelays, test.rows > test.columns else {
      testSums = nil
      return
    }
    var products = Matrix(rows: test.columns, columns: test.columns)
    products.add(test, rows: 0..<test.rows, transposed: true, times: test)
    testSums = ((0..<test.columns).map { test.column($0).reduce(0, +) }, products)
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
    var weights = DelayedProducts.of(self.training, with: training, delays: delays)
    for delay in 0..<delays {
      for (component, shrinkage) in self.shrinkage.enumerated() {
        weights[component, delay] *= answer.factor(shrinkage)
      }
    }
    var correlations = DelayCorrelations(delays: delays, blocks: blocks)
    if blocks == 1, let testSums {
      correlations.add(
        weights, states: testSums.states, stateProducts: testSums.products.times(weights),
        targetProducts: DelayedProducts.of(test, with: series, delays: delays), steps: test.rows,
        series: series)
      return correlations
    }
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
