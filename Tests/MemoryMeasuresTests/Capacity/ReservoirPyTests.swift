import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

/// The memory capacity that ReservoirPy finds of the same reservoirs and inputs: see `make_memory_capacity.py`.
@Suite struct ReservoirPyTests {
  struct Fixture: Decodable {
    var test_steps: Int
    var cases: [Case]
  }

  struct Case: Decodable {
    var name: String
    var leak_rate: Double
    var recurrent: [[Double]]
    var inputs: [Double]
    var series: [Double]
    var capacities: [Double]

    var network: RecurrentNetwork<Double> {
      let size = inputs.count
      let layer = RecurrentLayer<Double>(
        cell: .esn, inputSize: 1, hiddenSize: size, inputKernel: inputs,
        recurrentKernel: (0..<size).flatMap { source in recurrent.map { $0[source] } },
        bias: Array(repeating: 0, count: size), leakRate: leak_rate)
      return RecurrentNetwork(layers: [layer])
    }
  }

  /// To 1e-8: the systems are the same, and solved in other ways.
  @Test func agreesWithReservoirPy() throws {
    let fixture: Fixture = try Repository.decode(
      from: "Tests/MemoryMeasuresTests/Fixtures/memory_capacity.json")
    #expect(fixture.cases.count == 3)
    for example in fixture.cases {
      let delays = example.capacities.count
      let outputs = Trajectory(of: example.network, inputs: Array(example.series.dropFirst(delays)))
      let steps = outputs.steps
      func states(_ range: Range<Int>) -> Matrix {
        Matrix(
          columns: (0..<outputs.outputSize).map { unit in
            range.map { outputs.outputs[$0 * outputs.outputSize + unit] }
          })
      }
      let end = steps - fixture.test_steps
      let found = try DelayReadouts(
        training: states(delays..<end), test: states(end..<steps), ridge: 0
      ).correlations(
        training: Array(example.series.prefix(delays + end)), test: example.series, delays: delays
      ).squared
      for (ours, theirs) in zip(found, example.capacities) {
        #expect(abs(ours - theirs) < 1e-8, "\(example.name)")
      }
    }
  }
}
