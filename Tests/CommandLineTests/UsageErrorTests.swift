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
    ("--initializer he", "<name>", "'he' is unknown. Allowed: glorot, glorot-normal, keras, pytorch."),
    ("--precision half", "<name>", "'half' is unknown. Allowed: float32, float64."),
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
    ("--hidden-sizes 0", "--hidden-sizes holds 0; allowed are whole numbers from 1 to 2,147,483,647."),
    ("--hidden-sizes -3", "--hidden-sizes holds -3; allowed are whole numbers from 1 to 2,147,483,647."),
    ("--input-sizes 4,0", "--input-sizes holds 0; allowed are whole numbers from 1 to 2,147,483,647."),
    ("--layers 0", "--layers holds 0; allowed are whole numbers from 1 to 2,147,483,647."),
    ("--repeats -1", "--repeats holds -1; allowed are whole numbers from 1 to 2,147,483,647."),
    ("--layers 2,1,2", "--layers holds 2 twice; give each value once."),
    ("--cells gru,gru", "--cells holds gru twice; give each value once."),
    (
      "--repeats 100000000",
      """
      the grid has 12,800,000,000 runs, the product of --cells, --layers, --hidden-sizes, --input-sizes and \
      --repeats; allowed are at most 10,000,000.
      """
    ),
    ("--total-steps 1", "--total-steps is 1; allowed are 2 to 2,147,483,647 steps."),
    (
      "--unique-steps 100000",
      """
      --unique-steps is 100,000; allowed are at least 1 and fewer than the 100,000 steps of --total-steps, \
      so that there are shared steps to count.
      """
    ),
    (
      "--total-steps 500",
      """
      --unique-steps is 1,000; allowed are at least 1 and fewer than the 500 steps of --total-steps, so that \
      there are shared steps to count.
      """
    ),
    (
      "--thresholds 1e-3,nan",
      "--thresholds holds nan; allowed are finite differences greater than 0, such as 1e-6."
    ),
    (
      "--thresholds -1e-3",
      "--thresholds holds -0.001; allowed are finite differences greater than 0, such as 1e-6."
    ),
    ("--thresholds 1e-6,0.000001", "--thresholds holds 1e-6 twice; give each threshold once."),
    ("--gain -1", "--gain is -1; allowed are finite factors of at least 0."),
    ("--gain inf", "--gain is inf; allowed are finite factors of at least 0."),
    ("--forget-bias nan", "--forget-bias is nan; allowed are finite numbers."),
    (
      "--cells esn --spectral-radius -1",
      "--spectral-radius is -1; allowed are numbers from 0 to 1000000."
    ),
    ("--cells esn --density 0", "--density is 0; allowed are shares above 0, up to 1."),
    ("--cells esn --leak-rate 1.5", "--leak-rate is 1.5; allowed are rates above 0, up to 1."),
    ("--cells esn --input-scaling nan", "--input-scaling is nan; allowed are numbers from 0 to 1000000."),
    (
      "--cells esn --bias-scaling 1e9", "--bias-scaling is 1000000000; allowed are numbers from 0 to 1000000."
    ),
    ("--leak-rate 0.5", "--leak-rate is for echo state networks only: it goes with esn among --cells."),
    ("--jobs 0", "--jobs is 0; allowed are 1 to 1,024."),
    ("--jobs -2", "--jobs is -2; allowed are 1 to 1,024."),
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
        == "Error: --cells holds esn, which is not trained; allowed are rnn, lstm, gru, gru-reset-before.\n")
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
    (["show"], "Error: Missing expected argument '<file>'"),
    (["bogus"], "Error: Unexpected argument 'bogus'"),
  ])
  func wrongArguments(arguments: [String], beginning: String) throws {
    let outcome = try Tool.run(arguments, in: TemporaryFolder())
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix(beginning), "\(outcome.errors)")
  }
}
