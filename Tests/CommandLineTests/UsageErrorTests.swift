import Foundation
import TestSupport
import Testing

/// Wrong usage of the built tool: exit code 64, a sentence, nothing written.
@Suite struct UsageErrorTests {
  /// Values that argument parsing rejects; the usage follows.
  @Test(arguments: [
    ("--cells lstm,foo", "<cell,...>", "'foo' is unknown. Allowed: rnn, lstm, gru, gru-reset-before, esn."),
    ("--hidden-sizes x", "<n,...>", "'x' is not a whole number of at most 19 digits."),
    ("--hidden-sizes 1.5", "<n,...>", "'1.5' is not a whole number of at most 19 digits."),
    (
      "--hidden-sizes 99999999999999999999", "<n,...>",
      "'99999999999999999999' is not a whole number of at most 19 digits."
    ),
    (
      "--input-sizes 1,,2", "<n,...>",
      "nothing stands between two commas. Separate values by single commas, as in 1,2,4."
    ),
    (
      "--layers 1,", "<n,...>",
      "nothing stands between two commas. Separate values by single commas, as in 1,2,4."
    ),
    ("--repeats ten", "<n>", "'ten' is not a whole number of at most 19 digits."),
    ("--seed -1", "<n>", "'-1' is not a whole number from 0 to 18446744073709551615."),
    (
      "--initializer he", "<name>", "'he' is unknown. Allowed: glorot, glorot-normal, keras, pytorch, chrono."
    ),
    (
      "--precision half", "<name,...>", "'half' is unknown. Allowed: float32, float64, bfloat16, float16."
    ),
    ("--gain big", "<factor>", "'big' is not a number such as 0.5 or 1e-6."),
    ("--thresholds 1e-3,small", "<difference,...>", "'small' is not a number such as 0.5 or 1e-6."),
    ("--jobs all", "<n>", "'all' is not a whole number of at most 19 digits."),
    ("--shard 5/4", "<i/n>", "there is no part 5 of 4. Allowed: 1/4 to 4/4."),
    ("--shard 0/4", "<i/n>", "there is no part 0 of 4. Allowed: 1/4 to 4/4."),
    ("--shard 1/0", "<i/n>", "there cannot be 0 parts. Allowed: a count of at least 1, as in 2/4."),
    ("--shard 3", "<i/n>", "'3' is not a part such as 2/4, the second of four."),
  ])
  func malformedValues(option: String, placeholder: String, reason: String) throws {
    let folder = try TemporaryFolder()
    let words = option.split(separator: " ").map(String.init)
    let outcome = try Tool.run(["divergence", "--output", "out/d.h5"] + words, in: folder)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    let error = "Error: The value '\(words[1])' is invalid for '\(words[0]) \(placeholder)': \(reason)\n"
    #expect(outcome.errors.hasPrefix(error), "\(outcome.errors)")
    #expect(outcome.errors.contains("\nUsage: memprobe divergence <options>\n"))
    #expect(!folder.exists("out"))
  }

  /// Values of the right form that are out of range.
  @Test(arguments: [
    (
      "--hidden-sizes 0", "--hidden-sizes is 0; allowed are whole numbers from 1 to 2,147,483,647, each once."
    ),
    (
      "--hidden-sizes -3",
      "--hidden-sizes is -3; allowed are whole numbers from 1 to 2,147,483,647, each once."
    ),
    (
      "--input-sizes 4,0",
      "--input-sizes is 4,0; allowed are whole numbers from 1 to 2,147,483,647, each once."
    ),
    ("--layers 0", "--layers is 0; allowed are whole numbers from 1 to 2,147,483,647, each once."),
    ("--repeats -1", "--repeats is -1; allowed are whole numbers from 1 to 2,147,483,647."),
    ("--layers 2,1,2", "--layers is 2,1,2; allowed are whole numbers from 1 to 2,147,483,647, each once."),
    (
      "--cells gru,gru",
      "--cells is gru,gru; allowed are rnn, lstm, gru, gru-reset-before, esn, each once."
    ),
    (
      "--repeats 100000000",
      """
      there would be 12,800,000,000 runs, the product of cell, layers, hidden size, input size and repeat; allowed \
      are at most 10,000,000.
      """
    ),
    ("--total-steps 1", "--total-steps is 1; allowed are whole numbers from 2 to 2,147,483,647."),
    (
      "--unique-steps 100000",
      """
      --unique-steps is 100,000; allowed are at least 1 and fewer than the 100,000 total steps, so that there are \
      shared steps to count.
      """
    ),
    (
      "--total-steps 500",
      """
      --unique-steps is 1,000; allowed are at least 1 and fewer than the 500 total steps, so that there are shared \
      steps to count.
      """
    ),
    (
      "--thresholds 1e-3,nan",
      "--thresholds is 0.001,nan; allowed are finite differences greater than 0, such as 1e-6, each once."
    ),
    (
      "--thresholds -1e-3",
      "--thresholds is -0.001; allowed are finite differences greater than 0, such as 1e-6, each once."
    ),
    (
      "--thresholds 1e-6,0.000001",
      "--thresholds is 1e-6,1e-6; allowed are finite differences greater than 0, such as 1e-6, each once."
    ),
    ("--gain -1", "--gain is -1; allowed are finite numbers of at least 0."),
    ("--gain inf", "--gain is inf; allowed are finite numbers of at least 0."),
    ("--forget-bias nan", "--forget-bias is nan; allowed are finite numbers."),
    (
      "--cells esn --spectral-radius -1",
      "--spectral-radius is -1; allowed are numbers from 0 to 1,000,000."
    ),
    ("--cells esn --density 0", "--density is 0; allowed are numbers above 0, at most 1."),
    (
      "--cells esn --leak-rate 1.5",
      "--leak-rate is 1.5; allowed are numbers from 1.4e-45, the smallest of float32, to 1."
    ),
    ("--cells esn --input-scaling nan", "--input-scaling is nan; allowed are numbers from 0 to 1,000,000."),
    (
      "--cells esn --bias-scaling 1e9",
      "--bias-scaling is 1000000000; allowed are numbers from 0 to 1,000,000."
    ),
    ("--leak-rate 0.5", "--leak-rate is only for echo state networks (esn); leave it out here."),
    ("--jobs 0", "--jobs is 0; allowed are whole numbers from 1 to 1,024."),
    ("--jobs -2", "--jobs is -2; allowed are whole numbers from 1 to 1,024."),
  ])
  func valuesOutOfRange(option: String, sentence: String) throws {
    let folder = try TemporaryFolder()
    let words = option.split(separator: " ").map(String.init)
    let outcome = try Tool.run(["divergence", "--output", "out/d.h5"] + words, in: folder)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors == "Error: \(sentence)\n")
    #expect(!folder.exists("out"))
  }

  @Test func reservoirsAreNotTrained() throws {
    let outcome = try Tool.run(["memorize", "--cells", "rnn,esn"], in: TemporaryFolder())
    #expect(outcome.status == 64)
    #expect(
      outcome.errors
        == "Error: --cells holds esn, of which this cannot be measured; allowed are rnn, lstm, gru, gru-reset-before.\n"
    )
  }

  /// Memory is estimated before anything is allocated.
  @Test(arguments: [
    ["--hidden-sizes", "2147483647"], ["--input-sizes", "2147483647", "--hidden-sizes", "1000000"],
    ["--layers", "2147483647"],
  ])
  func absurdSizes(options: [String]) throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(["divergence", "--output", "out/d.h5"] + options, in: folder)
    #expect(outcome.status == 64)
    #expect(outcome.errors.hasPrefix("Error: the sweep would take about "), "\(outcome.errors)")
    #expect(
      outcome.errors.hasSuffix(
        """
         are available; choose smaller --hidden-sizes, --input-sizes or --layers, or fewer --repeats, --pairs, --twins or \
        --jobs.

        """))
    #expect(!folder.exists("out"))
  }

  @Test(arguments: [
    (["divergence", "--bogus"], "Error: Unknown option '--bogus'"),
    (["divergence", "extra"], "Error: Unexpected argument 'extra'"),
    (["divergence", "--jobs"], "Error: Missing value for '--jobs <n>'"),
    (["merge"], "Error: Missing expected argument '<part> ...'"),
    (["merge", "part.h5"], "Error: Missing expected argument '--output <file.h5>'"),
    (["show"], "Error: Missing expected argument '<file> ...'"),
    (["bogus"], "Error: there is no subcommand 'bogus'. Allowed: divergence, "),
    (["divergance"], "Error: there is no subcommand 'divergance'. Did you mean 'divergence'? Allowed: "),
    (["Compare", "net.keras"], "Error: there is no subcommand 'Compare'. Did you mean 'compare'? Allowed: "),
  ])
  func wrongArguments(arguments: [String], beginning: String) throws {
    let outcome = try Tool.run(arguments, in: TemporaryFolder())
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix(beginning), "\(outcome.errors)")
  }
}

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
    #expect(outcome.errors.hasPrefix("Error: cut.h5: is cut short: it goes on to byte "), "\(outcome.errors)")
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
      e.yaml, line 1: key 'hidden-sizes' is 0; allowed are whole numbers from 1 to 2,147,483,647, each once.
      """
    ),
    (
      "seed: 3\ntotal-steps: 100\ninput-sizes: [2]\nleak-rate: 0.5\n", 64,
      "e.yaml, line 4: key 'leak-rate' is only for echo state networks (esn); leave it out here."
    ),
    (
      "unique-steps: 1100\n", 64,
      "e.yaml, line 1: key 'unique-steps' is 1,100; allowed are at least 1 and fewer than the 1,100 total steps"
    ),
    (
      "seed: 1\nrepeats: 100000000\n", 64,
      """
      there would be 1,600,000,000 runs, the product of cell, layers, hidden size, input size and repeat; allowed are \
      at most 10,000,000. (What the command line does not say comes from e.yaml, under the same name.)
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
