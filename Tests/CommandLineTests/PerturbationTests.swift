import Experiments
import Foundation
import HDF5Reading
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

/// Perturbations in the middle, from the command to the results file.
@Suite struct PerturbationTests {
  private let options = [
    "divergence", "--construct", "delay-line", "--hidden-sizes", "12", "--pairs", "3", "--total-steps", "400",
    "--quiet",
  ]

  @Test(arguments: ["step", "feature=1", "state"]) func aDelayLineAnswersForItsLength(what: String) throws {
    let folder = try TemporaryFolder()
    let results = try SmallSweep.results(
      of: options + [
        "--perturb", what, "--at", "50,90", "--size", "0.5", "--curves", "--linear-response",
      ], output: "d.h5", in: folder)
    let measured = results.records.values.compactMap(\.value)
    #expect(measured.count == 3)
    for found in measured {
      #expect(found.merged == CensoredSteps(steps: 12, reached: true))
      #expect(found.response?.steps == CensoredSteps(steps: 12, reached: true))
      #expect(found.onset.length > 0)
    }
    let root = StoredObject(file: folder.path("d.h5"))
    #expect(try root.stringAttribute("perturb") == what)
    #expect(try root.attribute("size", as: Double.self) == [0.5])
    #expect(try root.attribute("at", as: Int64.self) == [50, 90])
  }

  /// Plans, journals and results of the default protocol are told apart from others, and by nothing else.
  @Test func anotherPerturbationIsAnotherPlan() throws {
    let folder = try TemporaryFolder()
    _ = try SmallSweep.results(of: options + ["--perturb", "step", "--at", "20"], output: "d.h5", in: folder)
    for (change, key) in [
      (["--perturb", "state", "--at", "20"], "perturb"), (["--perturb", "step", "--at", "21"], "at"),
      (["--perturb", "step", "--at", "20", "--size", "0.5"], "size"),
    ] {
      let outcome = try Tool.run(options + change + ["--output", "d.h5"], in: folder)
      #expect(outcome.status == 73)
      #expect(outcome.errors.contains("(--\(key) differs)"), "\(outcome.errors)")
    }
  }

  @Test func namesOfRecordedInputs() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<500).map { "\(sin(Double($0))),\(cos(0.7 * Double($0)))" }.joined(separator: "\n")
    try folder.write("wind,rain\n\(rows)\n", to: "x.csv")
    let recorded = [
      "divergence", "--construct", "memoryless", "--cells", "gru", "--hidden-sizes", "3", "--input-sizes",
      "2",
      "--pairs", "2", "--total-steps", "300", "--inputs", "x.csv", "--quiet",
    ]
    let named = try SmallSweep.results(
      of: recorded + ["--perturb", "feature=rain", "--at", "20"], output: "n.h5", in: folder)
    let numbered = try SmallSweep.results(
      of: recorded + ["--perturb", "feature=2", "--at", "20"], output: "i.h5", in: folder)
    for (run, record) in named.records {
      #expect(record.value?.merged == CensoredSteps(steps: 1, reached: true))
      #expect(record.value?.onset == numbered.records[run]?.value?.onset)
    }
    let outcome = try Tool.run(
      recorded + ["--perturb", "feature=sun", "--at", "20", "--output", "s.h5"], in: folder)
    #expect(outcome.status == 64)
    #expect(
      outcome.errors == """
        Error: --perturb is feature=sun; allowed are numbers of inputs after 'feature=', 1 to 2, and the columns' names: \
        wind, rain.

        """)
  }
}
