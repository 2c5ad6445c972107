import Experiments
import Foundation
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import memprobe

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
    let results = try SmallSweep.read(folder.path("from-file.h5"))
    let expected = try SmallSweep.results(
      of: SmallSweep.options + [
        "--layers", "1", "--thresholds", "1e-1,1e-6", "--curves", "--seed", "3", "--initializer", "pytorch",
        "--gain", "1.5", "--forget-bias", "0.5", "--precision", "float64",
      ], output: "from-options.h5", in: folder)
    #expect(results.plan == expected.plan)
    #expect(results.isIdentical(to: expected))
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
    let plan = try SmallSweep.read(folder.path("other.h5")).plan
    #expect(plan.subjects.grid?.cells == [.rnn])
    #expect(plan.subjects.grid?.hiddenSizes == [1, 2])
    #expect(!plan.settings.recordsCurve)
    #expect(plan.seed == 4)
    #expect(plan.precision == .float64)
  }
}

/// The environment variable MEMPROBE_SIMD.
@Suite struct KernelChoiceTests {
  @Test func everyPathGivesTheSameResults() throws {
    let folder = try TemporaryFolder()
    let usual = try SmallSweep.results(of: SmallSweep.options, output: "usual.h5", in: folder)
    for path in SIMDPath.supported {
      let line = #"MEMPROBE_SIMD=\#(path.rawValue) "$tool" "#
      let options = SmallSweep.options.joined(separator: " ") + " --output \(path.rawValue).h5"
      #expect(try Tool.shell(line + options, in: folder).status == 0)
      expectIdentical(try SmallSweep.read(folder.path("\(path.rawValue).h5")), usual)
    }
  }

  @Test(arguments: ["", "AVX2", "sse"]) func unknownKernels(name: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.shell(#"MEMPROBE_SIMD='\#(name)' "$tool" divergence --output d.h5"#, in: folder)
    #expect(outcome.status == 64)
    #expect(
      outcome.errors.hasPrefix("Error: MEMPROBE_SIMD is '\(name)'; allowed on this processor: portable"))
    #expect(!folder.exists("d.h5"))
  }

  @Test func kernelsThatTheProcessorLacks() {
    let error = SIMDPathError.unsupported(.avx512)
    #expect(
      error.sentence.hasPrefix("MEMPROBE_SIMD is 'avx512', which this processor cannot run; allowed here:"))
    #expect(error.exitCode == .wrongUsage)
  }

  @Test func theFastestIsChosenWhereNothingIsSaid() throws {
    #expect(try KernelChoice.path(environment: [:]) == .best)
    #expect(try KernelChoice.path(environment: ["MEMPROBE_SIMD": "portable"]) == .portable)
  }
}
