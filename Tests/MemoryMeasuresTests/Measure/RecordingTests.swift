import Foundation
import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

/// Measures on recorded inputs: what is read, and what is known of networks on inputs that tell of one another.
@Suite struct RecordingTests {
  private static let stream = RandomStream(seed: 21)

  /// The number of the row, and what is below 0 by as much.
  private func numbered(_ layout: RecordedLayout) throws -> RecordedInputs {
    let values = (0..<layout.rows).flatMap { row in [Double(row), -Double(row)] }
    return try RecordedInputs(layout, columns: 2, values: values)
  }

  /// x(t) = r x(t - 1) + sqrt(1 - r²) n(t): what neighbouring rows have in common is r.
  private func autoregressive(_ rows: Int, _ r: Double) throws -> RecordedInputs {
    var values = Self.stream.child(9).normals(rows)
    for row in 1..<rows { values[row] = r * values[row - 1] + (1 - r * r).squareRoot() * values[row] }
    return try RecordedInputs(RecordedLayout(rows: rows), columns: 1, values: values)
  }

  /// Linear, without recurrent weights.
  private var memoryless: RecurrentNetwork<Double> {
    RecurrentNetwork(layers: [
      RecurrentLayer(
        cell: .esn, inputSize: 1, hiddenSize: 1, inputKernel: [1], recurrentKernel: [0], bias: [0],
        activation: .identity)
    ])
  }

  // MARK: Rows

  @Test func everyStartThatThereIs() {
    let layout = RecordedLayout(rows: 20, sequences: 2)
    let starts = (0..<2_000).map { layout.start(steps: 8, Self.stream.child(UInt64($0))) }
    #expect(Set(starts) == Set([0, 1, 2, 10, 11, 12]))
    #expect(Set((0..<500).map { layout.start(steps: 10, Self.stream.child(UInt64($0))) }) == [0, 10])
    let repeated = RecordedLayout(rows: 5, isRepeated: true)
    #expect(Set((0..<500).map { repeated.start(steps: 70, Self.stream.child(UInt64($0))) }) == Set(0..<5))
  }

  @Test func stretchesInTurnHaveNoRowInCommon() {
    let layout = RecordedLayout(rows: 24, sequences: 2)
    var found: Set<[Int]> = []
    for seed in 0..<2_000 {
      let (first, second) = layout.starts(of: 4, then: 6, Self.stream.child(UInt64(seed)))
      #expect(first / 12 == (first + 3) / 12 && second / 12 == (second + 5) / 12 && first / 12 == second / 12)
      #expect(first + 4 <= second)
      found.insert([first, second])
    }
    // Of two spare steps in each of two sequences.
    #expect(found.count == 2 * 6)
  }

  // MARK: Capacity

  /// A delay line has its length of whatever it reads.
  @Test func aDelayLineHasItsLengthOfRecordedInputs() throws {
    let length = 4
    var recurrent = [Double](repeating: 0, count: 25)
    for unit in 0..<length { recurrent[unit * 5 + unit + 1] = 1 }
    let line = RecurrentNetwork<Double>(layers: [
      RecurrentLayer(
        cell: .esn, inputSize: 1, hiddenSize: 5, inputKernel: [1, 0, 0, 0, 0], recurrentKernel: recurrent,
        bias: [0, 0, 0, 0, 0], activation: .identity)
    ])
    let settings = try CapacitySettings(
      washoutSteps: 50, trainingSteps: 1_500, testSteps: 1_500, maximumDelay: 8, surrogates: 3)
    for r in [0, 0.5] {
      let found = try Capacity.measure(
        line, settings: settings, stream: Self.stream, recorded: autoregressive(4_000, r))
      for delay in 0..<length { #expect(abs(found.memoryFunction[delay] - 1) < 1e-9) }
      // Beyond the line, what the last one that it holds tells of those before: r² of the first.
      #expect(abs(found.memoryFunction[length] - r * r) < 0.06)
    }
  }

  /// What the caption says: without any memory, r^2k of inputs that tell of one another is recovered.
  @Test func aMemorylessNetworkRecoversWhatInputsTellOfOneAnother() throws {
    let settings = try CapacitySettings(
      washoutSteps: 50, trainingSteps: 20_000, testSteps: 20_000, maximumDelay: 6, surrogates: 3)
    let r = 0.9
    let found = try Capacity.measure(
      memoryless, settings: settings, stream: Self.stream, recorded: autoregressive(41_000, r))
    for delay in 1...6 {
      #expect(abs(found.memoryFunction[delay - 1] - pow(r, 2 * Double(delay))) < 0.05, "delay \(delay)")
    }
    #expect(found.total > 2)
  }

  /// Columns that never change have nothing to recover, and a recording that repeats itself everything: never a NaN.
  @Test func constantAndPeriodicInputs() throws {
    let settings = try CapacitySettings(
      washoutSteps: 10, trainingSteps: 200, testSteps: 200, maximumDelay: 5, surrogates: 2)
    let constant = [Double](repeating: 0.1, count: 600)
    let periodic = (0..<600).map { sin(Double($0)) }
    for values in [constant, periodic] {
      let found = try Capacity.measure(
        memoryless, settings: settings, stream: Self.stream,
        recorded: RecordedInputs(RecordedLayout(rows: 600), columns: 1, values: values))
      #expect(Capacity.accepts(found, settings: settings))
      #expect(found.isCorrected)
      if values[0] == values[1] { #expect(found.total == 0 && found.standardError == 0) }
    }
  }

  // MARK: Lyapunov exponents

  /// A linear network has its exponents whatever it reads; another those of the stretch, step by step.
  @Test func exponentsAreThoseAlongTheStretch() throws {
    let settings = try LyapunovSettings(
      exponents: 1, inputScale: 0.5, washoutSteps: 20, alignmentSteps: 20, steps: 200)
    let recorded = try numbered(RecordedLayout(rows: 900, sequences: 3))
    let stream = Self.stream.child(3)
    let inputs = DrivingInputs<Double>(2, settings: settings, recorded: recorded, stream: stream, path: .best)
    let place = try #require(Lyapunov.recording?.places.first)
    let start = place.place(recorded.layout, stream, settings)
    #expect(start % 300 <= 60)
    for step in [0, 1, 100, 239, 5] {
      #expect(inputs.values(at: step) == [0.5 * Double(start + step), -0.5 * Double(start + step)])
    }
    let linear = RecurrentNetwork<Double>(layers: [
      RecurrentLayer(
        cell: .esn, inputSize: 2, hiddenSize: 1, inputKernel: [1e-3, 1e-3], recurrentKernel: [0.7], bias: [0],
        activation: .identity)
    ])
    let found = try Lyapunov.measure(linear, settings: settings, stream: stream, recorded: recorded)
    #expect(abs(found.largest - log(0.7)) < 1e-12)
  }

  // MARK: Recall

  /// The first row is from anywhere, the others in order; what runs read is what is saved for other programs.
  @Test func sequencesAreStretchesWithAFirstRowOfTheirOwn() throws {
    let settings = try RecallSettings(totalSteps: 700, sequences: 2, magnitudes: [3])
    let recorded = try numbered(RecordedLayout(rows: 3_000, sequences: 3))
    var firsts: Set<Double> = []
    for seed in 0..<20 {
      let values = RecallSession<Double>.sequence(
        Self.stream.child(UInt64(seed)), settings: settings, recorded: recorded, inputSize: 2, magnitude: 3,
        path: .best)
      #expect(values.count == 1_400)
      #expect(values[0] == -3 * values[1])
      firsts.insert(values[1])
      let second = values[2]
      #expect((1..<700).allSatisfy { values[2 * $0] == second + Double($0 - 1) })
      #expect(Int(second) % 1_000 >= 1 && Int(second) % 1_000 <= 301)
    }
    #expect(firsts.count > 15)
  }

  /// A latch holds its first input whatever comes after; readouts of a network without memory know nothing of it, though
  /// neighbouring rows are nearly alike.
  @Test func onlyMemoryIsRecalled() throws {
    let recorded = try autoregressive(3_000, 0.99)
    let settings = try RecallSettings(totalSteps: 20, sequences: 100, trainingSequences: 400, magnitudes: [1])
    let latch = try ConstructedNetwork<Double>(.latch, cell: .lstm, hiddenSize: 8, inputSize: 1)
    let recall = try #require(latch.recall)
    let held = try Recall.measure(
      latch.network, readout: recall.readout, settings: settings, stream: Self.stream, recorded: recorded)[0]
    #expect(held.absoluteErrors.allSatisfy { $0.last == 0 })
    let inputs = Set(recorded.values)
    #expect(held.firstInputs.allSatisfy(inputs.contains))

    let lost = try Recall.measureFitting(
      memoryless, settings: settings, stream: Self.stream, recorded: recorded)[0]
    #expect(lost.absolute[0].largest < 1e-9, "after step 1 the network has just read it")
    #expect(lost.absolute[1].median > 0.3)
  }
}
