import RecurrentNetworks
import Testing

@testable import MemoryMeasures

/// Runs of recall that are interrupted.
@Suite struct RecallCourseTests {
  private let stream = RandomStream(seed: 3)

  private func settings(sequences: Int = 5, totalSteps: Int = 60) throws -> RecallSettings {
    try RecallSettings(
      totalSteps: totalSteps, sequences: sequences, trainingSequences: 9, magnitudes: [0.5])
  }

  private func network<Scalar: NetworkScalar>(
    _ cell: CellType, layers: Int = 1, units: Int = 5
  ) -> RecurrentNetwork<Scalar> {
    RecurrentNetwork(
      shape: NetworkShape(cell: cell, layers: layers, inputSize: 2, hiddenSize: units),
      initialization: Initialization(.glorot), stream: stream.child(1))
  }

  /// What is measured, and how.
  private struct Case<Scalar: NetworkScalar> {
    let network: RecurrentNetwork<Scalar>
    let settings: RecallSettings
    var readout: LinearReadout?
    var promise: RecallPromise?
    var recorded: RecordedInputs?

    func session(_ jobs: Int) -> RecallSession<Scalar> {
      RecallSession(
        PackedNetwork(network), settings: settings, recorded: recorded, path: .best, jobs: jobs)
    }

    func course(_ stream: RandomStream) -> RecallCourse<Scalar> {
      RecallCourse(session(1), magnitude: 0.5, readout: readout, promise: promise, stream: stream)
    }
  }

  private func measure<Scalar: NetworkScalar>(
    _ measured: Case<Scalar>, jobs: Int = 1, kept: [UInt8]? = nil,
    pause: (RecallCourse<Scalar>) throws(RecallError) -> Void
  ) throws(RecallError) -> RecallMeasurement {
    try measured.session(jobs).measure(
      0.5, readout: measured.readout, promise: measured.promise, stream: stream, kept: kept,
      workBetweenPauses: 1, pause: pause)
  }

  /// Stopped at every pause and begun again, with nothing but the bytes that were kept, by other numbers of jobs.
  private func expectSameBits<Scalar: NetworkScalar>(
    _ measured: Case<Scalar>, jobs: [Int] = [1], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var shares: [Double] = []
    let whole = try measure(measured) { shares.append($0.share) }
    #expect(shares.count > 8 && shares == shares.sorted() && shares[0] == 0, sourceLocation: sourceLocation)
    #expect(shares.allSatisfy { $0 < 1 } && shares[shares.count - 1] > 0.8, sourceLocation: sourceLocation)

    var kept: [UInt8]?
    var found: RecallMeasurement?
    var starts = 0
    while found == nil, starts < 1_000 {
      var isFirst = true
      do throws(RecallError) {
        found = try measure(measured, jobs: jobs[starts % jobs.count], kept: kept) {
          (course) throws(RecallError) in
          defer { isFirst = false }
          guard !isFirst else { return }
          kept = course.bytes
          throw .cancelled
        }
      } catch {
        #expect(error == .cancelled, sourceLocation: sourceLocation)
      }
      starts += 1
    }
    if jobs == [1] { #expect(starts == shares.count, sourceLocation: sourceLocation) }
    let again = try #require(found)
    #expect(again.firstInputs.map(\.bitPattern) == whole.firstInputs.map(\.bitPattern))
    #expect(
      again.answers.map { $0.map(\.bitPattern) } == whole.answers.map { $0.map(\.bitPattern) },
      sourceLocation: sourceLocation)
    #expect(again.errorBounds == whole.errorBounds)
  }

  @Test(arguments: CellType.allCases, [1, 2])
  func interruptionsLeaveNoTrace(cell: CellType, layers: Int) throws {
    try expectSameBits(Case<Double>(network: network(cell, layers: layers), settings: settings()))
    try expectSameBits(Case<Float>(network: network(cell, layers: layers), settings: settings()))
  }

  @Test(arguments: [Precision.bfloat16, .float16])
  func interruptionsLeaveNoTraceIn16Bits(precision: Precision) throws {
    let rounded = RecurrentNetwork<Float>(
      rounding: network(.gru) as RecurrentNetwork<Double>, to: Arithmetic(precision, .stepwise))
    try expectSameBits(Case(network: rounded, settings: settings()))
  }

  /// Larger ones than a block of units, and more sequences than go on together.
  @Test func interruptionsLeaveNoTraceWhateverTheJobs() throws {
    let lstm = Case<Float>(
      network: network(.lstm, units: 6), settings: try settings(sequences: 71, totalSteps: 20))
    try expectSameBits(lstm)
    try expectSameBits(lstm, jobs: [2, 1, 3])
  }

  @Test func interruptionsLeaveNoTraceOfAGivenReadout() throws {
    let latch = try ConstructedNetwork<Float>(.latch, cell: .gru, hiddenSize: 6)
    let recall = try #require(latch.recall)
    try expectSameBits(
      Case(
        network: latch.network, settings: settings(totalSteps: 100), readout: recall.readout,
        promise: recall.promise))
  }

  @Test func interruptionsLeaveNoTraceWithRecordedInputs() throws {
    let values = (0..<900).map { Double(stream.child(9).normal($0)) }
    let recorded = try RecordedInputs(RecordedLayout(rows: 450), columns: 2, values: values)
    try expectSameBits(
      Case<Double>(network: network(.rnn), settings: settings(), recorded: recorded))
  }

  /// A sequence that fails is not taken up, and the others go on: the error is that of the first of them.
  @Test func failuresStay() throws {
    let layer = RecurrentLayer<Float>(
      cell: .esn, inputSize: 1, hiddenSize: 1, inputKernel: [1], recurrentKernel: [30], bias: [0],
      activation: .identity)
    let exploding = Case(
      network: RecurrentNetwork(layers: [layer]), settings: try settings(sequences: 40),
      readout: LinearReadout(weights: [1]))
    var states: [[UInt8]] = []
    func failure(_ kept: [UInt8]?) -> RecallError? {
      do throws(RecallError) {
        _ = try measure(exploding, kept: kept) { states.append($0.bytes) }
        return nil
      } catch {
        return error
      }
    }
    let whole = failure(nil)
    #expect(whole == .outputNotFinite(step: 50) && states.count > 4)
    for kept in states { #expect(failure(kept) == whole) }
  }

  @Test func bytesOfAnotherRunAreNotTakenUp() throws {
    let fitted = Case<Double>(network: network(.lstm, layers: 2), settings: try settings())
    var given = fitted
    given.readout = LinearReadout(unit: 1, scale: 2, outputSize: 5)
    for measured in [fitted, given] {
      var states: [[UInt8]] = []
      _ = try measure(measured) { states.append($0.bytes) }
      for bytes in states.dropFirst() {
        var same = measured.course(stream)
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
        for other in [
          Case<Double>(
            network: network(.lstm, layers: 2), settings: try settings(sequences: 8),
            readout: measured.readout),
          measured.readout == nil ? given : fitted,
        ] {
          var course = other.course(stream)
          let isTakenElsewhere = course.resume(bytes)
          #expect(!isTakenElsewhere)
        }
      }
    }
  }

  /// No byte that is wrong ends in a trap.
  @Test func anyBytesAreReadInSafety() throws {
    let gru = Case<Float>(network: network(.gru, units: 2), settings: try settings(totalSteps: 12))
    var states: [[UInt8]] = []
    _ = try measure(gru) { states.append($0.bytes) }
    for bytes in states {
      for place in stride(from: 0, to: bytes.count, by: 5) {
        for value in [UInt8(1), 0xff] {
          var damaged = bytes
          damaged[place] = value
          var pauses = 0
          _ = try? measure(gru, kept: damaged) { _ in pauses += 1 }
          #expect(pauses > 0)
        }
      }
    }
  }
}
