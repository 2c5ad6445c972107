import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

@Suite struct DivergenceTests {
  private func network(_ cell: CellType, inputs: Int, hidden: Int, layers: Int = 1) -> RecurrentNetwork<Float>
  {
    RecurrentNetwork(
      shape: NetworkShape(cell: cell, layers: layers, inputSize: inputs, hiddenSize: hidden),
      initialization: Initialization(.glorot), stream: RandomStream(seed: 1).child(UInt64(hidden)))
  }

  /// The engine's counts are those of the differences between two plain forward passes, where rounding does
  /// not decide: at thresholds far above the last bit.
  @Test(arguments: CellType.allCases) func countsAgreeWithThePlainForwardPass(cell: CellType) throws {
    let settings = try DivergenceSettings(
      totalSteps: 260, uniqueSteps: 60, thresholds: [1e-1, 1e-2, 1e-3], recordsCurve: true)
    let inputs = DivergingInputs(inputSize: 3, stream: RandomStream(seed: 8))
    let network = network(cell, inputs: 3, hidden: 5)
    let measured = try Divergence.measure(network, inputs: inputs, settings: settings)

    var (a, b) = (ReferenceForwardPass(network), ReferenceForwardPass(network))
    var record = DivergenceRecord(settings, precision: .float32)
    for step in 0..<settings.totalSteps {
      func input(_ stream: RandomStream) -> [Float] { (0..<3).map { stream.normal(UInt64(3 * step + $0)) } }
      let isUnique = step < settings.uniqueSteps
      let outputs = (a.step(input(inputs.first)), b.step(input(isUnique ? inputs.second : inputs.first)))
      guard !isUnique else { continue }
      let difference = zip(outputs.0, outputs.1).map { abs($0 - $1) }.max() ?? 0
      record.append(difference: Double(difference), outputsDiffer: difference != 0, statesDiffer: true)
    }
    let plain = record.measurement
    #expect(measured.thresholds == plain.thresholds)
    #expect(abs(measured.decay.rate / plain.decay.rate - 1) < 1e-2)
    for (x, y) in zip(measured.curve, plain.curve) { #expect(abs(x - y) < 2e-6) }
  }

  /// Alone, in company, on any path: the same measurement.
  @Test func resultsDoNotDependOnCompanyOrPath() throws {
    let settings = try DivergenceSettings(totalSteps: 2_500, uniqueSteps: 300, recordsCurve: true)
    let inputs = DivergingInputs(inputSize: 4, stream: RandomStream(seed: 5))
    let networks = [1, 2, 8, 16, 40].flatMap { hidden in
      [CellType.lstm, .gru, .rnn].map { network($0, inputs: 4, hidden: hidden, layers: hidden == 8 ? 2 : 1) }
    }
    func measureAll(_ path: SIMDPath) throws -> [Int: DivergenceMeasurement] {
      var results: [Int: DivergenceMeasurement] = [:]
      try Divergence.measure(networks, inputs: inputs, settings: settings, path: path) { index, result in
        results[index] = try? result.get()
      }
      return results
    }
    let together = try measureAll(.best)
    #expect(together.count == networks.count)
    for (index, network) in networks.enumerated() {
      let alone = try Divergence.measure(network, inputs: inputs, settings: settings)
      #expect(bits(together[index]) == bits(alone))
    }
    for path in SIMDPath.supported where path != .best {
      let others = try measureAll(path)
      for index in networks.indices { #expect(bits(others[index]) == bits(together[index]), "\(path)") }
    }
  }

  /// Threads come and go while runs go on; the weights of the larger network are shared out by units.
  @Test func resultsDoNotDependOnThreads() throws {
    let settings = try DivergenceSettings(totalSteps: 1_500, uniqueSteps: 30)
    let networks = [256, 20].map { PackedNetwork(network(.lstm, inputs: 4, hidden: $0)) }
    let inputs = (0..<3).map { DivergingInputs(inputSize: 4, stream: RandomStream(seed: $0)) }
    let runs = networks.indices.flatMap { network in inputs.indices.map { (network: network, inputs: $0) } }
    func measureAll(_ threads: ThreadShare) throws -> [Int: DivergenceMeasurement] {
      var results: [Int: DivergenceMeasurement] = [:]
      try Divergence.measure(
        networks, plain: { networks[$0].unpacked() }, runs: runs, inputs: inputs, settings: settings,
        path: .best, threads: threads, isCancelled: { false }
      ) { results[$0] = try? $1.get() }
      return results
    }
    let asked = Locked(0)
    let changing = try measureAll(
      ThreadShare(most: 3) {
        asked.withLock { asked in
          asked += 1
          return asked % 5
        }
      })
    #expect(asked.withLock { $0 } > 4)
    let alone = try measureAll(1)
    #expect(alone.count == runs.count)
    for run in runs.indices { #expect(bits(changing[run]) == bits(alone[run])) }
  }

  /// NaN is unequal to itself; a description is not.
  private func bits(_ measurement: DivergenceMeasurement?) -> String { String(describing: measurement) }

  @Test func cancellationStopsAMeasurement() throws {
    let inputs = DivergingInputs(inputSize: 2, stream: RandomStream(seed: 5))
    var asked = 0
    #expect(throws: CancellationError.self) {
      try Divergence.measure(
        [network(.lstm, inputs: 2, hidden: 64)], inputs: inputs, settings: DivergenceSettings(),
        isCancelled: {
          asked += 1
          return asked > 3
        }, completed: { _, _ in Issue.record("nothing can be known yet") })
    }
    #expect(asked == 4)
  }
}
