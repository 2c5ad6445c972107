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
