import Foundation
import TestSupport
import Testing

/// Input files that are missing (exit code 66) or damaged (65).
@Suite struct InputErrorTests {
  @Test(arguments: [["show", "no.h5"], ["plot", "no.h5"], ["merge", "no.h5", "--output", "out.h5"]])
  func missingResults(arguments: [String]) throws {
    let outcome = try Tool.run(arguments, in: TemporaryFolder())
    #expect(outcome.status == 66)
    #expect(
      outcome.errors
        == "Error: no.h5: there is no such file, and no journal no.h5.journal of an unfinished sweep.\n")
  }

  @Test func aMissingExperimentFile() throws {
    let outcome = try Tool.run(["divergence", "--experiment", "no.yaml"], in: TemporaryFolder())
    #expect(outcome.status == 66)
    #expect(outcome.errors == "Error: no.yaml: there is no such experiment file (--experiment).\n")
  }

  @Test(arguments: ["show", "plot"])
  func aFileThatIsNoResultsFile(command: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("my diary", to: "diary.h5")
    let outcome = try Tool.run([command, "diary.h5"], in: folder)
    #expect(outcome.status == 65)
    #expect(
      outcome.errors
        == "Error: diary.h5: is neither a results file (HDF5) nor a journal of this program.\n")
  }

  @Test func aResultsFileCutShort() throws {
    let folder = try TemporaryFolder()
    _ = try SmallSweep.results(of: SmallSweep.options, output: "out.h5", in: folder)
    let whole = try Data(contentsOf: folder.file("out.h5"))
    try whole.prefix(whole.count / 2).write(to: folder.file("cut.h5"))
    let outcome = try Tool.run(["show", "cut.h5"], in: folder)
    #expect(outcome.status == 65)
    #expect(outcome.errors.hasPrefix("Error: cut.h5: is damaged, or not complete: "), "\(outcome.errors)")
  }

  @Test func partsOfDifferentPlans() throws {
    let folder = try TemporaryFolder()
    _ = try SmallSweep.results(of: SmallSweep.options, output: "a.h5", in: folder)
    _ = try SmallSweep.results(of: SmallSweep.options + ["--gain", "2"], output: "b.h5", in: folder)
    let outcome = try Tool.run(["merge", "a.h5", "b.h5", "--output", "out.h5"], in: folder)
    #expect(outcome.status == 65)
    #expect(
      outcome.errors == """
        Error: b.h5: is not of the same sweep as a.h5: --gain differs. Join only parts of one command line \
        that differs in nothing but --shard.

        """)
    #expect(!folder.exists("out.h5"))
  }

  @Test(arguments: [
    ("repeats: 2\nsead: 1\n", 65, "e.yaml, line 2: unknown key 'sead'. Allowed: "),
    ("repeats: ten\n", 65, "e.yaml, line 1: key 'repeats' holds 'ten'; allowed here: a whole number."),
    ("seed: 1\nrepeats: 2\nseed: 2\n", 65, "e.yaml, line 3: key 'seed' is here a second time; "),
    ("cells: [lstm, foo]\n", 65, "e.yaml, line 1: key 'cells' holds 'foo'. Allowed: rnn, lstm, gru, "),
    ("cells: [lstm\n", 65, "e.yaml, line 2: this is not YAML: "),
    ("- 1\n", 65, "e.yaml, line 1: an experiment file consists of lines like 'repeats: 10'; "),
    (
      "hidden-sizes: [0]\n", 64,
      """
      --hidden-sizes holds 0; allowed are whole numbers from 1 to 2,147,483,647. (What the command line does \
      not say comes from e.yaml, under the same name.)
      """
    ),
  ])
  func wrongExperimentFiles(text: String, status: Int32, beginning: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "e.yaml")
    let outcome = try Tool.run(
      [
        "divergence", "--experiment", "e.yaml", "--output", "out.h5", "--total-steps", "1100",
        "--input-sizes", "1",
      ], in: folder)
    #expect(outcome.status == status)
    #expect(outcome.errors.hasPrefix("Error: \(beginning)"), "\(outcome.errors)")
    #expect(!folder.exists("out.h5"))
  }
}
