/// The training loss over the epochs: at each sample the mean since the sample before.
struct LossCurve {
  private let epochs: [Int]
  private var means: [Float] = []
  private var sum = 0.0
  private var count = 0

  init(epochs: [Int]) {
    self.epochs = epochs
    means.reserveCapacity(epochs.count)
  }

  /// Takes the loss of a minibatch of an epoch (1 is the first), NaN if it has no target. Epochs come in
  /// order.
  mutating func add(_ loss: Float, epoch: Int) {
    while means.count < epochs.count, epochs[means.count] < epoch { close() }
    guard means.count < epochs.count, !loss.isNaN else { return }
    sum += Double(loss)
    count += 1
  }

  private mutating func close() {
    means.append(mean)
    (sum, count) = (0, 0)
  }

  private var mean: Float { Float(sum / Double(count)) }

  /// One for each sample; NaN where there was no loss.
  var values: [Float] {
    var values = means
    if values.count < epochs.count { values.append(mean) }
    return values + Array(repeating: .nan, count: epochs.count - values.count)
  }
}
