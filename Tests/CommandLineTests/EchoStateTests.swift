import Experiments
import HDF5
import TestSupport
import Testing

/// Echo state networks through the divergence sweep.
@Suite struct EchoStateTests {
  private let options = [
    "divergence", "--cells", "esn", "--hidden-sizes", "5,20", "--input-sizes", "1", "--repeats", "2",
    "--total-steps", "2000", "--unique-steps", "200",
  ]

  @Test func theLeakAndTheRadiusMatter() throws {
    let folder = try TemporaryFolder()
    let plain = try SmallSweep.results(of: options, output: "plain.h5", in: folder)
    let leaky = try SmallSweep.results(
      of: options + ["--leak-rate", "0.25", "--density", "0.5"], output: "leaky.h5", in: folder)
    let long = try SmallSweep.results(
      of: options + ["--spectral-radius", "0.99"], output: "long.h5", in: folder)
    func steps(_ results: DivergenceResults) -> Double {
      results.statistics(cell: .esn, layers: 1, hiddenSize: 20, inputSize: 1).meanThresholdSteps[3]
    }
    #expect(steps(leaky) > steps(plain) && steps(long) > steps(plain))
    #expect(plain.plan.initialization.reservoir == .standard)
    #expect(leaky.plan.initialization.reservoir.leakRate == 0.25)

    let root = try HDF5File.open(at: folder.path("leaky.h5")).root
    #expect(try root.attribute("leak_rate", as: Double.self) == [0.25])
    #expect(try root.attribute("density", as: Double.self) == [0.5])
    #expect(try root.stringAttribute("activation") == "tanh")
  }

  /// A file of other reservoirs is not continued.
  @Test func anotherReservoirIsAnotherPlan() throws {
    let folder = try TemporaryFolder()
    _ = try SmallSweep.results(of: options, output: "out.h5", in: folder)
    let outcome = try Tool.run(options + ["--leak-rate", "0.5", "--output", "out.h5"], in: folder)
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("(--leak-rate differs)"), "\(outcome.errors)")
  }

  @Test func anExperimentFileSaysAsMuch() throws {
    let folder = try TemporaryFolder()
    try folder.write("leak-rate: 0.5\nactivation: identity\n", to: "x.yaml")
    let results = try SmallSweep.results(
      of: options + ["--experiment", "x.yaml"], output: "x.h5", in: folder)
    #expect(results.plan.initialization.reservoir.leakRate == 0.5)
    #expect(results.plan.initialization.reservoir.activation == .identity)
  }
}
