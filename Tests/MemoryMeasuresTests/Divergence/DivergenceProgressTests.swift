import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

/// Runs that are interrupted and taken up again.
@Suite struct DivergenceProgressTests {
  private static let stream = RandomStream(seed: 12)

  /// What is measured together: networks, each fed every pair.
  private struct Company<Scalar: NetworkScalar> {
    let networks: [RecurrentNetwork<Scalar>]
    let settings: DivergenceSettings
    var runs: [(network: Int, inputs: Int)] {
      networks.indices.flatMap { network in (0..<3).map { (network, $0) } }
    }

    init(_ settings: DivergenceSettings, _ shapes: [NetworkShape], precision: Precision = Scalar.precision) {
      self.settings = settings
      networks = shapes.enumerated().map { number, shape in
        let drawn = RecurrentNetwork<Scalar>(
          shape: shape, initialization: Initialization(.keras), stream: stream.child(UInt64(number)))
        return precision == Scalar.precision
          ? drawn
          : RecurrentNetwork(
            rounding: RecurrentNetwork<Double>(rounding: drawn), to: Arithmetic(precision, .stepwise))
      }
    }

    /// Measures some of the runs, and stops after so many pauses.
    ///
    /// - Returns: whether all are finished.
    func measure(
      _ some: [Int], kept: inout [Int: [UInt8]], found: inout [Int: String], pauses: Int = .max
    ) -> Bool {
      let packed = networks.map { PackedNetwork($0) }
      let before = kept
      var (left, states, results) = (pauses, kept, found)
      defer { (kept, found) = (states, results) }
      let change = InputChange(
        input: settings.perturbation.input(of: networks[0].inputSize, names: nil), share: settings.size)
      do {
        try Divergence.measure(
          packed, plain: { networks[$0] }, runs: some.map { runs[$0] },
          inputs: (0..<3).map {
            DivergingInputs(
              inputSize: networks[0].inputSize, stream: stream.child(100, UInt64($0)), change: change)
          }, settings: settings, path: .best, threads: 1,
          isCancelled: {
            left -= 1
            return left < 0
          },
          underway: RunsUnderway(
            kept: { before[some[$0]] }, isDue: { (false, false) }, advanced: { _, _ in },
            keep: { run, share, bytes in
              #expect(0...1 ~= share)
              states[some[run]] = bytes
            })
        ) { run, result in
          results[some[run]] = String(describing: result)
          states[some[run]] = nil
        }
        return true
      } catch {
        return false
      }
    }
  }

  /// Stopped after few pauses again and again, by itself and with others that have come less far, each run ends in the
  /// bits of one that nobody disturbed.
  private func expectNoDifference<Scalar: NetworkScalar>(
    _ company: Company<Scalar>, pauses: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var none: [Int: [UInt8]] = [:]
    var undisturbed: [Int: String] = [:]
    let all = Array(company.runs.indices)
    #expect(company.measure(all, kept: &none, found: &undisturbed))
    #expect(undisturbed.count == all.count)

    var (kept, found, starts): ([Int: [UInt8]], [Int: String], Int) = ([:], [:], 0)
    while found.count < all.count, starts < 10_000 {
      starts += 1
      let left = all.filter { found[$0] == nil }
      // Every other start has the last two only.
      let some = starts % 2 == 0 ? Array(left.suffix(2)) : left
      let before = kept
      let isDone = company.measure(some, kept: &kept, found: &found, pauses: pauses)
      #expect(isDone || kept != before || found.count > all.count - left.count)
    }
    #expect(starts > 3)
    #expect(kept.isEmpty)
    #expect(found == undisturbed, sourceLocation: sourceLocation)
  }

  private func shapes(_ sizes: [Int], layers: Int = 1) -> [NetworkShape] {
    sizes.flatMap { size in
      CellType.allCases.map { NetworkShape(cell: $0, layers: layers, inputSize: 2, hiddenSize: size) }
    }
  }

  @Test func interruptionsDoNotShowInFloat32() throws {
    let settings = try DivergenceSettings(totalSteps: 6_000, uniqueSteps: 700, recordsCurve: true)
    expectNoDifference(Company<Float>(settings, shapes([3, 40])), pauses: 3)
  }

  @Test func interruptionsDoNotShowInFloat64() throws {
    let settings = try DivergenceSettings(totalSteps: 3_000, uniqueSteps: 300)
    expectNoDifference(Company<Double>(settings, shapes([20], layers: 2)), pauses: 2)
  }

  @Test(arguments: [Precision.bfloat16, .float16])
  func interruptionsDoNotShowIn16Bits(precision: Precision) throws {
    let settings = try DivergenceSettings(totalSteps: 2_500, uniqueSteps: 300)
    expectNoDifference(Company<Float>(settings, shapes([20]), precision: precision), pauses: 1)
  }

  @Test(arguments: DivergenceReading.allCases, [Perturbation.step, .state])
  func interruptionsDoNotShowInPerturbations(reading: DivergenceReading, perturbation: Perturbation) throws {
    let settings = try DivergenceSettings(
      totalSteps: 250, recordsCurve: true, perturbation: perturbation, size: 0.5, at: [0, 20, 100],
      reading: reading, layerCount: 2)
    // States are looked at step by step.
    expectNoDifference(
      Company<Float>(settings, shapes([8], layers: 2)), pauses: reading == .state ? 60 : 2)
  }

  /// The two runs of a place are kept as they are, and so are responses that are done.
  @Test func interruptionsDoNotShowInResponses() throws {
    let settings = try DivergenceSettings(
      totalSteps: 300, recordsCurve: true, perturbation: .step, at: [10, 30], followsResponse: true)
    let shape = NetworkShape(cell: .lstm, inputSize: 2, hiddenSize: 5)
    expectNoDifference(Company<Float>(settings, [shape, shape]), pauses: 330)
  }

  /// Bytes that cannot be of such a run are not taken up.
  @Test func whatIsNotOfTheRunIsLeftOut() throws {
    let settings = try DivergenceSettings(totalSteps: 4_000, uniqueSteps: 100)
    let company = Company<Float>(settings, shapes([40]))
    let all = Array(company.runs.indices)
    var (kept, found): ([Int: [UInt8]], [Int: String]) = ([:], [:])
    #expect(!company.measure(all, kept: &kept, found: &found, pauses: 4))
    var (none, undisturbed): ([Int: [UInt8]], [Int: String]) = ([:], [:])
    #expect(company.measure(all, kept: &none, found: &undisturbed))
    for change in 0..<4 {
      var (damaged, results) = (kept, found)
      for (run, bytes) in kept {
        damaged[run] =
          switch change {
          case 0: []
          case 1: Array(bytes.dropLast(3))
          case 2: bytes + [0]
          // Another version.
          default: [9] + bytes.dropFirst()
          }
      }
      #expect(company.measure(all, kept: &damaged, found: &results))
      #expect(results == undisturbed)
    }
  }

  /// No byte that is wrong ends in a trap.
  @Test func anyBytesAreReadInSafety() throws {
    let settings = try DivergenceSettings(totalSteps: 900, uniqueSteps: 100, recordsCurve: true)
    let company = Company<Float>(settings, [NetworkShape(cell: .lstm, inputSize: 2, hiddenSize: 3)])
    var (kept, found): ([Int: [UInt8]], [Int: String]) = ([:], [:])
    #expect(!company.measure([0], kept: &kept, found: &found, pauses: 1))
    let bytes = try #require(kept[0])
    for place in stride(from: 0, to: min(bytes.count, 1_500), by: 7) {
      for value in [UInt8(0), 0x7f, 0xff] {
        var (damaged, results) = (kept, found)
        damaged[0]?[place] = value
        #expect(company.measure([0], kept: &damaged, found: &results))
        #expect(results.count == 1)
      }
    }
  }

  /// Steps of a large network are few at a time, so that a stop is answered soon.
  @Test func largeNetworksAskOften() throws {
    let settings = try DivergenceSettings(totalSteps: 700, uniqueSteps: 290)
    let shape = NetworkShape(cell: .lstm, inputSize: 1, hiddenSize: 256)
    let company = Company<Float>(settings, Array(repeating: shape, count: 20))
    var (kept, found): ([Int: [UInt8]], [Int: String]) = ([:], [:])
    // Stretches are of 512 steps, of which 60 such runs take 3e7 multiply-adds each: three would be enough.
    #expect(!company.measure(Array(company.runs.indices), kept: &kept, found: &found, pauses: 4))
    #expect(kept.count == 60)
  }
}
