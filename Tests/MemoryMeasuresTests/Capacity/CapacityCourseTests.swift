import RecurrentNetworks
import Testing

@testable import MemoryMeasures

/// Runs of capacities that are interrupted.
@Suite struct CapacityCourseTests {
  private let stream = RandomStream(seed: 3)

  private func settings(
    delays: Int = 6, steps: Int = 700, ridge: Double = 0, readsInput: Bool = false,
    inputs: CapacityInputs = .uniform
  ) throws -> CapacitySettings {
    try CapacitySettings(
      inputs: inputs, washoutSteps: 30, trainingSteps: steps, testSteps: steps - 41, maximumDelay: delays,
      ridge: ridge, surrogates: 3, readsInput: readsInput)
  }

  private func network<Scalar: NetworkScalar>(
    _ cell: CellType, layers: Int = 1, inputs: Int = 2, units: Int = 5
  ) -> RecurrentNetwork<Scalar> {
    RecurrentNetwork(
      shape: NetworkShape(cell: cell, layers: layers, inputSize: inputs, hiddenSize: units),
      initialization: Initialization(.glorot), stream: stream.child(1))
  }

  private func measure<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, _ settings: CapacitySettings, _ recorded: RecordedInputs?,
    kept: [UInt8]? = nil, pause: (CapacityCourse<Scalar>) throws(CapacityError) -> Void
  ) throws(CapacityError) -> CapacityMeasurement {
    try Capacity.measure(
      PackedNetwork(network), settings: settings, stream: stream, recorded: recorded, path: .best, kept: kept,
      workBetweenPauses: 1, pause: pause)
  }

  /// Stopped at every pause and begun again, with nothing but the bytes that were kept.
  private func expectSameBits<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, _ settings: CapacitySettings, recorded: RecordedInputs? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var shares: [Double] = []
    let whole = try measure(network, settings, recorded) { shares.append($0.share) }
    // A fit of either sequence, and its judgements, besides the driving.
    #expect(shares.count > 6 && shares == shares.sorted() && shares[0] == 0, sourceLocation: sourceLocation)
    #expect(shares.allSatisfy { $0 <= 1 } && shares[shares.count - 1] > 0.5, sourceLocation: sourceLocation)

    var kept: [UInt8]?
    var found: CapacityMeasurement?
    var starts = 0
    while found == nil, starts < 1_000 {
      starts += 1
      var isFirst = true
      do throws(CapacityError) {
        found = try measure(network, settings, recorded, kept: kept) { (course) throws(CapacityError) in
          defer { isFirst = false }
          guard !isFirst else { return }
          kept = course.bytes
          throw .cancelled
        }
      } catch {
        #expect(error == .cancelled, sourceLocation: sourceLocation)
      }
    }
    #expect(starts == shares.count, sourceLocation: sourceLocation)
    let again = try #require(found)
    func bits(_ found: CapacityMeasurement) -> [UInt64] {
      (found.memoryFunction + found.uncorrectedFunction + found.noiseFloor + [found.standardError]).map(
        \.bitPattern)
    }
    #expect(bits(again) == bits(whole), sourceLocation: sourceLocation)
  }

  @Test(arguments: CellType.allCases, [1, 2])
  func interruptionsLeaveNoTrace(cell: CellType, layers: Int) throws {
    try expectSameBits(network(cell, layers: layers) as RecurrentNetwork<Double>, settings())
    try expectSameBits(network(cell, layers: layers) as RecurrentNetwork<Float>, settings(inputs: .normal))
  }

  @Test(arguments: [Precision.bfloat16, .float16])
  func interruptionsLeaveNoTraceIn16Bits(precision: Precision) throws {
    let rounded = RecurrentNetwork<Float>(
      rounding: network(.lstm) as RecurrentNetwork<Double>, to: Arithmetic(precision, .stepwise))
    try expectSameBits(rounded, settings())
  }

  @Test(arguments: [0, 0.1], [false, true])
  func interruptionsLeaveNoTraceWhateverIsAsked(ridge: Double, readsInput: Bool) throws {
    let lstm: RecurrentNetwork<Double> = network(.lstm, layers: 2, inputs: 1)
    try expectSameBits(lstm, settings(ridge: ridge, readsInput: readsInput))
    // So many delays have their products by Fourier transforms.
    try expectSameBits(lstm, settings(delays: 300, ridge: ridge, readsInput: readsInput))
  }

  @Test func interruptionsLeaveNoTraceWithRecordedInputs() throws {
    let values = (0..<5_000).map { Double(stream.child(9).normal($0)) }
    let recorded = try RecordedInputs(RecordedLayout(rows: 2_500), columns: 2, values: values)
    try expectSameBits(network(.gru) as RecurrentNetwork<Float>, settings(), recorded: recorded)
  }

  /// A network that fails does so in the same words.
  @Test func failuresStay() throws {
    let layer = RecurrentLayer<Double>(
      cell: .esn, inputSize: 1, hiddenSize: 1, inputKernel: [1], recurrentKernel: [3], bias: [0],
      activation: .identity)
    let exploding = RecurrentNetwork(layers: [layer])
    let settings = try settings(steps: 1_000)
    var kept: [UInt8] = []
    func fail(_ kept: [UInt8]?, _ pause: (CapacityCourse<Double>) -> Void) -> CapacityError? {
      do throws(CapacityError) {
        _ = try measure(exploding, settings, nil, kept: kept, pause: pause)
        return nil
      } catch {
        return error
      }
    }
    let whole = fail(nil) { if kept.isEmpty || $0.share > 0 { kept = $0.bytes } }
    #expect(whole != nil && fail(kept) { _ in } == whole)
  }

  @Test func bytesOfAnotherRunAreNotTakenUp() throws {
    let lstm: RecurrentNetwork<Double> = network(.lstm, layers: 2)
    func course(
      _ network: RecurrentNetwork<Double>, _ settings: CapacitySettings
    ) -> CapacityCourse<Double> {
      CapacityCourse(
        PackedNetwork(network), settings: settings, stream: stream, recorded: nil, path: .best)
    }
    for ridge in [0, 0.1] {
      let settings = try settings(ridge: ridge)
      var states: [[UInt8]] = []
      var whole = course(lstm, settings)
      _ = try whole.finish(workBetweenPauses: 1) { states.append($0.bytes) }
      for bytes in states.dropFirst() {
        var same = course(lstm, settings)
        let isTaken = same.resume(bytes)
        #expect(isTaken && same.bytes == bytes)
        let others: [[UInt8]] = [
          [], [1], Array(bytes.dropLast()), bytes + [0], [9] + Array(bytes.dropFirst()),
        ]
        for damaged in others {
          let isTakenDamaged = same.resume(damaged)
          #expect(!isTakenDamaged)
        }
        #expect(same.bytes == bytes)
        for (units, inputs, steps) in [(4, 2, 700), (5, 3, 900)] {
          var other = course(
            network(.lstm, layers: 2, inputs: inputs, units: units),
            try self.settings(steps: steps, ridge: ridge))
          let isTakenElsewhere = other.resume(bytes)
          #expect(!isTakenElsewhere)
        }
      }
    }
  }

  /// No byte that is wrong ends in a trap.
  @Test func anyBytesAreReadInSafety() throws {
    let gru: RecurrentNetwork<Float> = network(.gru, inputs: 1)
    let settings = try settings(steps: 150)
    var states: [[UInt8]] = []
    _ = try measure(gru, settings, nil) { states.append($0.bytes) }
    for bytes in states {
      for place in Array(0..<min(40, bytes.count)) + Array(bytes.indices.suffix(700).filter { $0 % 9 < 2 }) {
        for value in [UInt8(1), 0xff] {
          var damaged = bytes
          damaged[place] = value
          var pauses = 0
          _ = try? measure(gru, settings, nil, kept: damaged) { _ in pauses += 1 }
          #expect(pauses > 0)
        }
      }
    }
  }
}
