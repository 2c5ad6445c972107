import Experiments
import Foundation
import TestSupport
import Testing

@Suite struct ExperimentOptionTests {
  private static let experiment = """
    # Every key once.
    cells: [lstm, gru]
    layers: 1
    hidden-sizes: [1, 2]
    input-sizes: [1, 2]
    repeats: 2
    total-steps: 2000
    unique-steps: 200
    thresholds: [1e-1, 1e-6]
    curves: true
    seed: 3
    initializer: pytorch
    gain: 1.5
    forget-bias: 0.5
    precision: float64
    jobs: 1
    quiet: true
    output: from-file.h5

    """

  @Test func aFileSaysTheSameAsOptions() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.experiment, to: "e.yaml")
    let run = try Tool.run(["divergence", "--experiment", "e.yaml"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.isEmpty)
    let results = try DivergenceResultsFile.read(folder.path("from-file.h5"))
    let expected = try SmallSweep.results(
      of: SmallSweep.options + [
        "--layers", "1", "--thresholds", "1e-1,1e-6", "--curves", "--seed", "3", "--initializer", "pytorch",
        "--gain", "1.5", "--forget-bias", "0.5", "--precision", "float64",
      ], output: "from-options.h5", in: folder)
    #expect(results.plan == expected.plan)
    #expect(results.records == expected.records)
  }

  @Test func optionsWin() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.experiment, to: "e.yaml")
    let run = try Tool.run(
      [
        "divergence", "--experiment", "e.yaml", "--cells", "rnn", "--no-curves", "--seed", "4",
        "--output", "other.h5",
      ], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let plan = try DivergenceResultsFile.read(folder.path("other.h5")).plan
    #expect(plan.grid.cells == [.rnn])
    #expect(plan.grid.hiddenSizes == [1, 2])
    #expect(!plan.settings.recordsCurve)
    #expect(plan.seed == 4)
    #expect(plan.precision == .float64)
  }
}
