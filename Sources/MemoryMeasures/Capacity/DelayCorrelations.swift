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
