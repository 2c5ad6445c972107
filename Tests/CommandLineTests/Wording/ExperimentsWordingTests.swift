import ArgumentParser
import Files
import HDF5
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Experiments
@testable import memprobe

/// Every sentence an error can become that the tests of the whole tool cannot easily provoke, with its exit
/// code.
@Suite struct WordingTests {
  private static let run = RunLabel([
    ("cell", "gru-reset-before"), ("layers", "2"), ("hidden_size", "8"), ("input_size", "4"), ("repeat", "3"),
  ])
  private static let noSpace = SystemError(code: 28)

  @Test(arguments: [
    (
      SweepError.jobs(2_000), "--jobs is 2,000; allowed are 1 to 1,024."
    ),
    (
      .notEnoughMemory(needed: 1.5e12, available: 8.04e9),
      """
      the sweep would take about 1.5 TB of memory, and 8.0 GB are available; choose smaller --hidden-sizes, \
      --input-sizes or --layers, or fewer --repeats, --pairs, --twins or --jobs.
      """
    ),
    (
      .notEnoughMemory(needed: 2.5e30, available: 512e6),
      """
      the sweep would take about 2.5e+18 TB of memory, and 512.0 MB are available; choose smaller \
      --hidden-sizes, --input-sizes or --layers, or fewer --repeats, --pairs, --twins or --jobs.
      """
    ),
    (
      .runFailed(run, reason: "output not finite at shared step 0"),
      """
      a run failed and --fail-fast was given: gru-reset-before, 2 layers, hidden size 8, input size 4, \
      repeat 3: output not finite at shared step 0. It is kept with all finished runs; the same command \
      without --fail-fast goes on.
      """
    ),
  ])
  func sweepErrors(error: SweepError, sentence: String) {
    #expect(error.sentence == sentence)
    if case .runFailed = error {
      #expect(error.exitCode == ExitCode(1))
    } else {
      #expect(error.exitCode == ExitCode(64))
    }
  }

  @Test(arguments: [
    (
      OutputError.notAFile(path: "out"),
      "out: is a directory or a device; --output takes the path of a file."
    ),
    (
      .cannotCreateDirectory(path: "out", noSpace),
      """
      out: cannot make this directory for the output: No space left on device. Choose another --output.
      """
    ),
    (
      .cannotOpen(path: "d.h5", noSpace),
      "d.h5: cannot open this file for writing: No space left on device. Choose another --output."
    ),
    (
      .cannotWrite(path: "d.h5.journal", noSpace),
      """
      d.h5.journal: cannot write: No space left on device. Make room and run the same command again; a sweep \
      goes on where it stopped.
      """
    ),
    (
      .inUse(path: "d.h5.journal", by: nil),
      """
      d.h5.journal: another process is writing here; wait for it, or choose another --output.
      """
    ),
    (
      .exists(path: "d.h5"), "d.h5: exists already. Choose another --output, or overwrite it with --force."
    ),
  ])
  func outputErrors(error: OutputError, sentence: String) {
    #expect(error.sentence == sentence)
    #expect(error.exitCode == ExitCode(73))
  }

  @Test(arguments: [
    (
      SweepOutputError.outputHoldsOtherPlan(path: "d.h5", difference: .key("total-steps")),
      """
      d.h5: holds results of other settings (--total-steps differs). Choose another --output, or overwrite \
      it with --force.
      """
    ),
    (
      .journalHoldsOtherPlan(path: "d.h5.journal", difference: .key("arithmetic-revision")),
      """
      d.h5.journal: holds unfinished results of other settings (the arithmetic of the program's version \
      differs). Finish them first, choose another --output, or drop them with --force.
      """
    ),
    (
      .outputNotResults(path: "d.h5"),
      """
      d.h5: exists, and is not an intact results file of this program. Choose another --output, or \
      overwrite it with --force.
      """
    ),
  ])
  func sweepOutputErrors(error: SweepOutputError, sentence: String) {
    #expect(error.sentence == sentence)
    #expect(error.exitCode == ExitCode(73))
  }

  @Test func anotherPart() throws {
    let error = SweepOutputError.outputHoldsOtherPlan(
      path: "d.h5", difference: .shard(try Shard(index: 1, count: 2), .whole))
    #expect(
      error.sentence == """
        d.h5: holds results of another part (1/2 instead of 1/1). Choose another --output, or overwrite it \
        with --force.
        """)
  }

  @Test(arguments: [
    (
      ResultsFileError.missing(path: "d.h5"), 66,
      "d.h5: there is no such file, and no journal d.h5.journal of an unfinished sweep."
    ),
    (.cannotOpen(path: "d.h5", SystemError(code: 13)), 66, "d.h5: cannot open this file: Permission denied."),
    (
      .notResults(path: "d.h5"), 65,
      "d.h5: is neither a results file (HDF5) nor a journal of this program."
    ),
    (
      .unreadable(path: "d.h5", reason: "truncated file"), 65,
      "d.h5: is damaged, or not complete: truncated file."
    ),
    (
      .malformed(path: "d.h5", .format("other")), 65,
      "d.h5: cannot be read as results of this program: its format is 'other'."
    ),
    (
      .malformed(path: "d.h5", .unsupportedVersion(9, supported: 1)), 65,
      """
      d.h5: cannot be read as results of this program: its format version is 9, of a later memprobe; this \
      one reads versions up to 1.
      """
    ),
    (
      .malformed(path: "d.h5", .unsupportedVersion(1, supported: 2)), 65,
      """
      d.h5: cannot be read as results of this program: its format version is 1, of another memprobe; this \
      one reads versions up to 2.
      """
    ),
    (
      .malformed(path: "d.h5", .missingVariable("settled")), 65,
      "d.h5: cannot be read as results of this program: it has no variable 'settled'."
    ),
    (
      .malformed(path: "d.h5", .missingAttribute("plan")), 65,
      "d.h5: cannot be read as results of this program: it has no attribute 'plan'."
    ),
    (
      .malformed(path: "d.h5", .history("yesterday")), 65,
      """
      d.h5: cannot be read as results of this program: its attribute 'history' is 'yesterday', not a time \
      and a command line.
      """
    ),
    (
      .malformed(path: "d.h5", .plan("no key")), 65,
      """
      d.h5: cannot be read as results of this program: its attribute 'plan' cannot be read (no key).
      """
    ),
    (
      .malformed(path: "d.h5", .fingerprint("0f")), 65,
      """
      d.h5: cannot be read as results of this program: its attribute 'plan_fingerprint', 0f, is not \
      that of its plan.
      """
    ),
    (
      .malformed(path: "d.h5", .shard("5/4")), 65,
      """
      d.h5: cannot be read as results of this program: its attribute 'shard' is '5/4', not a part \
      such as 2/4.
      """
    ),
    (
      .malformed(path: "d.h5", .shape(variable: "settled", found: [1, 2], expected: [2, 1])), 65,
      """
      d.h5: cannot be read as results of this program: variable 'settled' has the shape [1, 2]; \
      expected is [2, 1].
      """
    ),
    (
      .malformed(path: "d.h5", .type(variable: "x@y", found: "int16")), 65,
      "d.h5: cannot be read as results of this program: variable 'x@y' holds int16 values."
    ),
    (
      .malformed(path: "d.h5", .dimensions(variable: "x")), 65,
      """
      d.h5: cannot be read as results of this program: the axes of variable 'x' are not labelled, each by \
      another one.
      """
    ),
    (
      .malformed(path: "d.h5", .variableAttribute("flag_values", variable: "x")), 65,
      """
      d.h5: cannot be read as results of this program: attribute 'flag_values' of variable 'x' does not fit \
      its values.
      """
    ),
    (
      .damaged(path: "d.h5", HDF5ImageError(object: "/", problem: .truncated(needed: 90, found: 80))), 65,
      "d.h5: is cut short: it goes on to byte 90, there are 80."
    ),
    (
      .damaged(path: "d.h5", HDF5ImageError(object: "/x", problem: .malformed("no 'TREE'"))), 65,
      "d.h5: /x is damaged: no 'TREE'."
    ),
    (
      .malformed(path: "d.h5", .axis(variable: "repeat")), 65,
      """
      d.h5: cannot be read as results of this program: the values of axis 'repeat' are not those of \
      its plan.
      """
    ),
    (
      .malformed(path: "d.h5", .checksum(variable: "settled")), 65,
      """
      d.h5: cannot be read as results of this program: variable 'settled' is damaged: its checksum \
      does not fit.
      """
    ),
    (
      .malformed(path: "d.h5", .record(run)), 65,
      """
      d.h5: cannot be read as results of this program: it holds values for \
      gru-reset-before, 2 layers, hidden size 8, input size 4, repeat 3 that no such run can have.
      """
    ),
  ])
  func resultsFileErrors(error: ResultsFileError, code: Int32, sentence: String) {
    #expect(error.sentence == sentence)
    #expect(error.exitCode == ExitCode(code))
  }

  @Test(arguments: [
    (JournalProblem.notAJournalLine, "this is not a line of a journal"),
    (.wrongChecksum, "the line is damaged: its checksum does not fit"),
    (.unreadable("no key"), "the line cannot be read (no key)"),
    (.unsupportedVersion(9), "journal version 9 is of another memprobe than this one"),
    (.wrongFingerprint("0f"), "the plan's fingerprint, 0f, is not that of the plan"),
    (
      .outsidePlan(run),
      """
      run gru-reset-before, 2 layers, hidden size 8, input size 4, repeat 3 is not of this journal's plan
      """
    ),
    (
      .contradictsEarlierLine(run),
      """
      run gru-reset-before, 2 layers, hidden size 8, input size 4, repeat 3 is in an earlier line with \
      another result
      """
    ),
  ])
  func journalErrors(problem: JournalProblem, words: String) {
    let error = JournalError.malformed(path: "d.h5.journal", line: 12, problem)
    #expect(
      error.sentence == """
        d.h5.journal, line 12: \(words). The journal is left as it is; restore it from a copy, or drop it \
        and begin anew with --force.
        """)
    #expect(error.exitCode == ExitCode(65))
  }

  @Test(arguments: [
    (
      MergeError.differentPlans("a.h5", "b.h5", key: "seed"),
      """
      b.h5: is not of the same sweep as a.h5: --seed differs. Join only parts of one command line that \
      differs in nothing but --shard.
      """
    ),
    (
      .disagreement(run, "a.h5", "b.h5"),
      """
      b.h5: disagrees with a.h5 about the same run (gru-reset-before, 2 layers, hidden size 8, input size 4, \
      repeat 3). One of the files is damaged: run that part again.
      """
    ),
    (
      .differentMeasures("a.h5", "b.h5"),
      "b.h5: holds results of another command than a.h5; there is nothing to join."
    ),
  ])
  func mergeErrors(error: MergeError, sentence: String) {
    #expect(error.sentence == sentence)
    #expect(error.exitCode == ExitCode(65))
  }

  @Test(arguments: [
    (PlanError.noNetworks, 64, "no network to measure; give at least one file."),
    (
      .repeatedName("a"), 64,
      "two networks or groups are called a; give each network once, and groups names of their own."
    ),
    (
      .groupOfOne("g"), 64,
      """
      --group g holds one network; a sample has at least two. Give the file without --group to compare it by itself.
      """
    ),
    (
      .mixedGroup("g", "a", "b"), 64,
      "--group g holds a and b, whose layers differ; a group is of one architecture."
    ),
    (
      .repeatedWeights("g", "a", "b"), 64,
      "--group g holds a and b, which have the same weights; a sample takes networks that were trained apart."
    ),
    (.inconsistentLayers("a"), 65, "a: its layers do not fit each other."),
    (.otherWeights("a"), 65, "a: its weights are not those that the results are of."),
    (.otherInputs, 65, "--inputs holds other values than the results are of."),
    (
      .notForGiven(measure: "memorize"), 64,
      "'memprobe memorize' draws its networks itself; none can be given."
    ),
    (
      .tooManyRuns(2e7, of: ["network", "source", "run"]), 64,
      """
      there would be 20,000,000 runs, the product of network, source and run; allowed are at most 10,000,000.
      """
    ),
  ])
  func planErrors(error: PlanError, code: Int32, sentence: String) {
    #expect(error.sentence == sentence)
    #expect(error.exitCode.rawValue == code)
  }

  @Test(arguments: [
    (PlanDifference.key("against"), "other settings (--against differs)"),
    (.key("network"), "other settings (a network's name or weights, or their order, differs)"),
    (
      .format("memprobe divergence", "memprobe capacity"),
      "another command ('memprobe divergence' instead of 'memprobe capacity')"
    ),
  ])
  func differences(difference: PlanDifference, words: String) {
    let error = SweepOutputError.outputHoldsOtherPlan(path: "d.h5", difference: difference)
    #expect(
      error.sentence
        == "d.h5: holds results of \(words). Choose another --output, or overwrite it with --force.")
  }

  @Test func settings() {
    func sentence(_ found: SettingValue) -> String {
      SettingError(key: "x", found: found, allowed: "some").sentence
    }
    #expect(sentence(.whole(-1_000)) == "--x is -1,000; allowed are some.")
    #expect(sentence(.wholes([1, 2, 3, 7])) == "--x is 1-3,7; allowed are some.")
    #expect(sentence(.numbers([])) == "--x is empty; allowed are some.")
    #expect(sentence(.number(1e-6)) == "--x is 1e-6; allowed are some.")
    #expect(sentence(.span(first: 3, last: 2)) == "--x is 3-2; allowed are some.")
    #expect(SettingError(key: "x", found: .flag(true), allowed: "some").exitCode == ExitCode(64))
  }
}

@Suite struct ExperimentFileWordingTests {
  @Test(arguments: [
    (
      ExperimentFileProblem.notYAML("did not find expected ',' or ']'"),
      "this is not YAML: did not find expected ',' or ']'."
    ),
    (.severalDocuments, "a second document begins here; allowed is one."),
    (
      .notAMapping,
      "an experiment file consists of lines like 'repeats: 10'; this is something else."
    ),
    (.unknownKey("repeat", allowed: ["repeats", "seed"]), "unknown key 'repeat'. Allowed: repeats, seed."),
    (.duplicateKey("seed"), "key 'seed' is here a second time; give each key once."),
    (
      .wrongType(key: "repeats", found: "ten", expected: .whole),
      "key 'repeats' holds 'ten'; allowed here: a whole number."
    ),
    (
      .wrongType(key: "gain", found: nil, expected: .number),
      "key 'gain' holds a list or mapping; allowed here: a number such as 0.5 or 1e-6."
    ),
    (
      .wrongType(key: "seed", found: "-1", expected: .seed),
      "key 'seed' holds '-1'; allowed here: a whole number from 0 to 18446744073709551615."
    ),
    (
      .wrongType(key: "curves", found: "yes", expected: .flag),
      "key 'curves' holds 'yes'; allowed here: true or false."
    ),
    (.wrongType(key: "output", found: "", expected: .text), "key 'output' holds ''; allowed here: a text."),
    (
      .wrongType(key: "shard", found: "5", expected: .shard),
      "key 'shard' holds '5'; allowed here: a part such as 2/4."
    ),
    (
      .unknownName(key: "precision", found: "half", allowed: ["float32", "float64"]),
      "key 'precision' holds 'half'. Allowed: float32, float64."
    ),
  ])
  func experimentFileErrors(problem: ExperimentFileProblem, words: String) {
    let error = ExperimentFileError.malformed(file: "e.yaml", line: 3, problem)
    #expect(error.sentence == "e.yaml, line 3: \(words)")
    #expect(error.exitCode == ExitCode(65))
  }

  @Test func missingExperimentFiles() {
    let missing = ExperimentFileError.missing(file: "e.yaml")
    #expect(missing.sentence == "e.yaml: there is no such experiment file (--experiment).")
    #expect(missing.exitCode == ExitCode(66))
    let unreadable = ExperimentFileError.cannotOpen(file: "e.yaml", SystemError(code: 13))
    #expect(unreadable.sentence == "e.yaml: cannot open this experiment file: Permission denied.")
    #expect(unreadable.exitCode == ExitCode(66))
  }
}
