import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

@Suite struct MemorizationSequencesTests {
  private func sequences(
    position: Int, lengths: ClosedRange<Int>, _ draw: LengthDraw, count: Int = 20
  ) -> MemorizationSequences {
    MemorizationSequences(
      .training, position: position, lengths: lengths, lengthDraw: draw, count: count,
      stream: RandomStream(seed: 3), path: .best)
  }

  /// The target is the input that stands `position` places from the end, whatever the length.
  @Test(arguments: LengthDraw.allCases, [1, 4, 7]) func targets(draw: LengthDraw, position: Int) {
    let sequences = sequences(position: position, lengths: 3...7, draw)
    var lengths: Set<Int> = []
    for index in 0..<50 {
      sequences.draw(index)
      let batch = (0..<20).map { sequences.batch.sequence($0, as: Float.self) }
      for sequence in batch {
        let length = sequence.inputs.count
        lengths.insert(length)
        #expect(sequence.inputs.allSatisfy { $0.count == 1 && $0[0] >= 0 && $0[0] < 1 })
        #expect(sequence.target == (length >= position ? sequence.inputs[length - position][0] : nil))
      }
      #expect(sequences.batch.targetCount == batch.count { $0.target != nil })
      let isUniform = Set(batch.map(\.inputs.count)).count == 1
      #expect(isUniform == (draw == .minibatch))
    }
    #expect(lengths == Set(3...7))
  }

  /// Lengths come about equally often: 6,000 of 6 kinds, each within five standard deviations of 1,000.
  @Test func lengthsAreUniform() {
    let sequences = sequences(position: 1, lengths: 10...15, .minibatch, count: 1)
    var counts: [Int: Int] = [:]
    for index in 0..<6_000 {
      sequences.draw(index)
      counts[sequences.batch.steps, default: 0] += 1
    }
    #expect(counts.keys.sorted() == Array(10...15))
    #expect(counts.values.allSatisfy { abs($0 - 1_000) < 145 })
  }

  @Test func minibatchesAreFunctionsOfTheirIndex() {
    let sequences = sequences(position: 2, lengths: 3...7, .sequence)
    func drawn(_ index: Int) -> [TrainingSequence<Float>] {
      sequences.draw(index)
      return (0..<20).map { sequences.batch.sequence($0, as: Float.self) }
    }
    let first = drawn(0)
    let fifth = drawn(5)
    #expect(first != fifth)
    #expect(drawn(0) == first && drawn(5) == fifth)
  }

  @Test func onlySoManyAreAsked() {
    let sequences = sequences(position: 1, lengths: 3...7, .sequence)
    sequences.draw(0, asked: 7)
    #expect(sequences.batch.targetCount == 7)
    #expect((0..<20).allSatisfy { (sequences.batch.sequence($0, as: Float.self).target != nil) == ($0 < 7) })
  }
}

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
