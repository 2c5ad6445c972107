import Testing

@testable import MemoryMeasures

@Suite struct LossCurveTests {
  /// Means of all losses since the sample before; NaN losses do not count.
  @Test func samplesAreMeansSinceTheSampleBefore() {
    var curve = LossCurve(epochs: [1, 3, 4, 6])
    for (epoch, loss) in [(1, 8), (2, 1), (2, 2), (3, 3), (3, 6), (4, .nan), (5, .nan), (6, 0.5)]
      as [(Int, Float)]
    {
      curve.add(loss, epoch: epoch)
    }
    let values = curve.values
    #expect(values[0] == 8 && values[1] == 3 && values[2].isNaN && values[3] == 0.5)
    #expect(values.count == 4)
  }

  @Test func whatWasNotReachedIsNotANumber() {
    var curve = LossCurve(epochs: [2, 4, 6])
    for epoch in 1...3 { curve.add(1, epoch: epoch) }
    #expect(curve.values[0] == 1 && curve.values[1] == 1 && curve.values[2].isNaN)
  }

  @Test func lossesAfterTheLastSampleAreLeftOut() {
    var curve = LossCurve(epochs: [1])
    curve.add(1, epoch: 1)
    curve.add(5, epoch: 2)
    #expect(curve.values == [1])
    var none = LossCurve(epochs: [])
    none.add(1, epoch: 1)
    #expect(none.values.isEmpty)
  }
}
