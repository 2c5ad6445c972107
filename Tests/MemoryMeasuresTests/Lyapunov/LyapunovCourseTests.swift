import RecurrentNetworks
import Testing

@testable import MemoryMeasures

/// Runs of exponents that are interrupted.
@Suite struct LyapunovCourseTests {
  private let stream = RandomStream(seed: 3)

  private func settings(_ exponents: Int) throws -> LyapunovSettings {
    try LyapunovSettings(
      exponents: exponents, washoutSteps: 30, alignmentSteps: 41, steps: 103, blocks: 4, unitCount: 5)
  }

  private func network<Scalar: NetworkScalar>(_ cell: CellType, layers: Int) -> RecurrentNetwork<Scalar> {
    RecurrentNetwork(
      shape: NetworkShape(cell: cell, layers: layers, inputSize: 2, hiddenSize: 5),
      initialization: Initialization(.glorot), stream: stream.child(1))
  }

  private func measure<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, _ settings: LyapunovSettings, kept: [UInt8]? = nil,
    pause: (LyapunovCourse) throws(LyapunovError) -> Void
  ) throws(LyapunovError) -> LyapunovMeasurement {
    try Lyapunov.measure(
      network, settings: settings, stream: stream, recorded: nil, path: .best, kept: kept,
      workBetweenPauses: 1, pause: pause)
  }

  /// Stopped at every pause and begun again, with nothing but the bytes that were kept.
  private func expectSameBits<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, exponents: Int
  ) throws {
    let settings = try settings(exponents)
    var pauses = 0
    var shares: [Double] = []
    let whole = try measure(network, settings) { course in
      pauses += 1
      shares.append(course.share)
    }
    #expect(pauses > settings.blocks + 2 && shares == shares.sorted() && shares[0] == 0)
    #expect(shares.allSatisfy { $0 < 1 })

    var kept: [UInt8]?
    var found: LyapunovMeasurement?
    var starts = 0
    while found == nil {
      starts += 1
      var isFirst = true
      do throws(LyapunovError) {
        found = try measure(network, settings, kept: kept) { (course) throws(LyapunovError) in
          defer { isFirst = false }
          guard !isFirst else { return }
          kept = course.bytes
          throw .cancelled
        }
      } catch {
        #expect(error == .cancelled)
      }
    }
    #expect(starts == pauses)
    let again = try #require(found)
    #expect(again.exponents.map(\.bitPattern) == whole.exponents.map(\.bitPattern))
    #expect(again.standardErrors.map(\.bitPattern) == whole.standardErrors.map(\.bitPattern))
    #expect(again.unitTimeScales.map(\.bitPattern) == whole.unitTimeScales.map(\.bitPattern))
  }

  @Test(arguments: [CellType.rnn, .lstm, .gru, .gruResetBefore], [1, 2])
  func interruptionsLeaveNoTrace(cell: CellType, layers: Int) throws {
    try expectSameBits(network(cell, layers: layers) as RecurrentNetwork<Double>, exponents: 20)
    try expectSameBits(network(cell, layers: layers) as RecurrentNetwork<Float>, exponents: 3)
    try expectSameBits(
      RecurrentNetwork<Float>(
        rounding: network(cell, layers: layers) as RecurrentNetwork<Double>, to: Arithmetic(.bfloat16)),
      exponents: 20)
  }

  /// A unit that nothing reaches has lost directions, which stay lost.
  @Test func lostDirections() throws {
    let layer = RecurrentLayer<Double>(
      cell: .rnn, inputSize: 2, hiddenSize: 2, inputKernel: [1, 1, 1, 1], recurrentKernel: [0.5, 0, 0, 0],
      bias: [0, 0])
    try expectSameBits(RecurrentNetwork(layers: [layer]), exponents: 2)
    let found = try Lyapunov.measure(
      RecurrentNetwork(layers: [layer]), settings: settings(2), stream: stream)
    #expect(found.exponents[1] == -.infinity)
  }

  @Test func bytesOfAnotherRunAreNotTakenUp() throws {
    let lstm: RecurrentNetwork<Double> = network(.lstm, layers: 2)
    let settings = try settings(4)
    func course(_ network: RecurrentNetwork<Double>, _ settings: LyapunovSettings) -> LyapunovCourse {
      LyapunovCourse(network, settings: settings, directions: stream) { _ in [0.5, 0.25] }
    }
    var states: [[UInt8]] = []
    var whole = course(lstm, settings)
    _ = try whole.finish(workBetweenPauses: 1) { states.append($0.bytes) }
    for bytes in states {
      var same = course(lstm, settings)
      let isTaken = same.resume(bytes)
      #expect(isTaken && same.bytes == bytes)
      for damaged in [[], [1], Array(bytes.dropLast()), bytes + [0]] {
        let isTakenDamaged = same.resume(damaged)
        #expect(!isTakenDamaged)
      }
      #expect(same.bytes == bytes)
      var other = course(network(.lstm, layers: 1), settings)
      let isTakenElsewhere = other.resume(bytes)
      #expect(!isTakenElsewhere)
    }
    for bytes in states.suffix(3) {
      var other = course(lstm, try self.settings(5))
      let isTaken = other.resume(bytes)
      #expect(!isTaken)
    }
  }
}
