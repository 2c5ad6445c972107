import LinearAlgebra

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

    static let numberCount = 6

    var numbers: [Double] {
      get { [count, answers, answerSquares, targets, targetSquares, products] }
      set {
        (count, answers, answerSquares) = (newValue[0], newValue[1], newValue[2])
        (targets, targetSquares, products) = (newValue[3], newValue[4], newValue[5])
      }
    }

    static func + (left: Sums, right: Sums) -> Sums {
      Sums(
        count: left.count + right.count, answers: left.answers + right.answers,
        answerSquares: left.answerSquares + right.answerSquares, targets: left.targets + right.targets,
        targetSquares: left.targetSquares + right.targetSquares, products: left.products + right.products)
    }

    /// Sums of the squares and products of what is left of answers and targets after the means of all are taken off.
    func centred(on all: Sums) -> (answers: Double, targets: Double, products: Double) {
      let (answer, target) = (all.answers / all.count, all.targets / all.count)
      return (
        answerSquares - 2 * answer * answers + count * answer * answer,
        targetSquares - 2 * target * targets + count * target * target,
        products - answer * targets - target * answers + count * answer * target
      )
    }

    /// 0 where answers or targets are constant.
    var squaredCorrelation: Double {
      guard let spread = spread else { return 0 }
      return min(1, spread.products * spread.products / (spread.answers * spread.targets))
    }

    /// Likewise.
    var recovered: Double { spread.map { $0.products / $0.targets } ?? 0 }

    /// Nil where answers or targets are constant: what remains of equal numbers is rounding.
    private var spread: (answers: Double, targets: Double, products: Double)? {
      let spread = centred(on: self)
      let isSpread =
        spread.answers > Self.leastSpread * answerSquares && spread.targets > Self.leastSpread * targetSquares
      return isSpread ? spread : nil
    }

    /// Of the squares: less is rounding.
    static let leastSpread = 1e-14
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

  /// Adds all steps of a sequence in one block, of answers that are known by their weights: for the weights w of a delay,
  /// Σ y = w · Σ z, Σ y² = w · (Σ z zᵀ) w and Σ y x = w · Σ z x.
  ///
  /// - Parameters:
  ///   - weights: w, states x delays.
  ///   - states: Σ z over the steps.
  ///   - stateProducts: (Σ z zᵀ) w, states x delays.
  ///   - targetProducts: Σ z x of every delay, states x delays.
  ///   - series: the steps' present inputs are its last values.
  mutating func add(
    _ weights: Matrix, states: [Double], stateProducts: Matrix, targetProducts: Matrix, steps: Int,
    series: [Double]
  ) {
    let first = series.count - steps
    for delay in sums[0].indices {
      var sum = Sums(count: Double(steps))
      for target in series[first - delay - 1..<series.count - delay - 1] {
        sum.targets += target
        sum.targetSquares += target * target
      }
      let place = delay * weights.rows
      for state in 0..<weights.rows {
        let weight = weights.elements[place + state]
        sum.answers += weight * states[state]
        sum.answerSquares += weight * stateProducts.elements[place + state]
        sum.products += weight * targetProducts.elements[place + state]
      }
      sums[0][delay] = sums[0][delay] + sum
    }
  }

  /// r² of every delay over all steps.
  var squared: [Double] { total.map(\.squaredCorrelation) }

  /// The covariance of answers and targets as a share of the targets' variance, of every delay over all steps.
  var recovered: [Double] { total.map(\.recovered) }

  var steps: Double { total.first?.count ?? 0 }

  /// What every block adds to the mean of an estimate of the recovered share, summed over the delays: the mean over its
  /// steps of the estimate's influence function, times the block's share of the steps.
  ///
  /// The influence of an answer a to the target y, both without their means, is a (y - a) + ω (a² - P y²), over the
  /// variance of y. The first part is how the step sways readouts that are fitted here, the second how it sways the
  /// judgement of readouts that are fitted elsewhere. Of answers without any memory, P = 0, all variance is the
  /// readouts' own error, which the estimate, a product of two independent errors, has once and the parts twice. So
  /// answers are scaled to what of their variance is not error, and half of the error.
  ///
  /// - Parameters:
  ///   - shares: P, the estimate, for every delay.
  ///   - weight: ω, of the judgement that is made here.
  func influences(shares: [Double], weight: Double) -> [Double] {
    var influences = [Double](repeating: 0, count: sums.count)
    for (delay, whole) in total.enumerated() {
      let share = shares[delay]
      let spread = whole.centred(on: whole)
      guard spread.targets > Sums.leastSpread * whole.targetSquares else { continue }
      let kept = spread.answers > 0 ? (1 + share * spread.targets / spread.answers) / 2 : 1
      let scale = min(max(kept, 0.5), 1).squareRoot()
      for (block, sums) in sums.enumerated() {
        let sums = sums[delay].centred(on: whole)
        let fitting = scale * sums.products - scale * scale * sums.answers
        let judging = scale * scale * sums.answers - share * sums.targets
        influences[block] += (fitting + weight * judging) / spread.targets
      }
    }
    return influences
  }

  /// Writes the sums, or reads them back.
  mutating func pass(_ state: inout StateBytes) {
    for block in sums.indices {
      var numbers = sums[block].flatMap(\.numbers)
      state.pass(&numbers, count: numbers.count)
      for delay in sums[block].indices {
        let first = delay * Sums.numberCount
        sums[block][delay].numbers = Array(numbers[first..<first + Sums.numberCount])
      }
    }
  }

  private var total: [Sums] {
    sums.dropFirst().reduce(sums[0]) { total, block in zip(total, block).map { $0 + $1 } }
  }
}
