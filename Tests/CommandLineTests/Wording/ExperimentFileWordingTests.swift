import ArgumentParser
import Experiments
import Files
import Testing

@testable import memprobe

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
      .wrongType(key: "repeats", found: "ten", expected: .wholeNumber),
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
      .wrongType(key: "curves", found: "yes", expected: .truth),
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
