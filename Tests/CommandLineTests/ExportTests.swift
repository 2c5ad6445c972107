import Foundation
import TestSupport
import Testing

/// `export`, from results to files of other formats. What is in those is checked in Tests/Interoperability,
/// by the programs that they are for.
@Suite struct ExportTests {
  private func folderWithResults(options: [String] = SmallSweep.options) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try SmallSweep.results(of: options, output: "out.h5", in: folder)
    return folder
  }

  private func names(in folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
      .filter { !$0.hasPrefix("stream-") }.sorted()
  }

  @Test func tablesNamedAfterTheResults() throws {
    let folder = try folderWithResults()
    let outcome = try Tool.run(["export", "out.h5", "--format", "csv"], in: folder)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(
      outcome.output == """
        Table: out-runs.csv (16 rows x 21 columns)
        Table: out-runs-threshold.csv (96 rows x 9 columns)
        Table: out-cells.csv (8 rows x 13 columns)
        Table: out-cells-threshold.csv (48 rows x 11 columns)
        Table: out-columns.csv (54 rows x 6 columns)
        Table: out-attributes.csv (24 rows x 2 columns)

        """)
    let runs = try String(contentsOf: folder.file("out-runs.csv"), encoding: .utf8)
    let lines = runs.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 18 && lines.last == "")
    #expect(
      lines[0] == """
        cell,layers,hidden_size,input_size,repeat,run_status,failure_reason,first_equal_steps,first_equal,\
        settled_steps,settled,merged_steps,merged,outcome,final_difference,forgetting_rate,\
        forgetting_rate_error,forgetting_rate_first_step,forgetting_rate_last_step,floor_median,floor_largest
        """)
    #expect(lines[1].hasPrefix("lstm,1,1,1,0,done,,") && lines[16].hasPrefix("gru,1,2,2,1,done,,"))
  }

  @Test(arguments: ["npz", "mat", "json"]) func oneFileNamedByItsEnding(format: String) throws {
    let folder = try folderWithResults()
    let outcome = try Tool.run(["export", "out.h5", "-o", "a/x.\(format)"], in: folder)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(outcome.output == "Arrays: a/x.\(format) (40 arrays)\n")
    #expect(try names(in: folder) == ["a", "out.h5"])
    let again = try Tool.run(["export", "out.h5", "--format", format], in: folder)
    #expect(again.output == "Arrays: out.\(format) (40 arrays)\n")
    #expect(
      try Data(contentsOf: folder.file("out.\(format)")) == Data(contentsOf: folder.file("a/x.\(format)")))
  }

  @Test func theRunsOfAJournal() throws {
    let folder = try TemporaryFolder()
    // In blocks of 512 bytes: too little for the results file, so that the journal stays.
    let words = SmallSweep.longOptions.joined(separator: " ")
    let stopped = try Tool.shell("ulimit -f 8; exec \"$tool\" \(words) -o out.h5 --quiet", in: folder)
    try #require(stopped.status == 73, "\(stopped.errors)")
    for file in ["out.h5", "out.h5.journal"] {
      let outcome = try Tool.run(["export", file, "--format", "csv", "--force"], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.hasPrefix("Table: out-runs.csv (96 rows x 21 columns)\n"))
    }
    let itself = try Tool.run(["export", "out.h5", "--format", "json", "-o", "./out.h5"], in: folder)
    #expect(itself.errors == "Error: ./out.h5: is what this command reads; choose another --output.\n")
    #expect(!folder.exists("out.h5"), "the place where the sweep will write")
    let runs = try String(contentsOf: folder.file("out-runs.csv"), encoding: .utf8)
    #expect(runs.contains(",done,,") && runs.contains(",missing,,,,,,,,,,,,,,,\n"))
  }

  @Test(arguments: [
    (
      ["--format", "npz", "-o", "x.mat"],
      "x.mat: ends in .mat, but --format is npz; give either, or the same."
    ),
    (
      ["-o", "x.txt"],
      "x.txt: does not end in a format that is written; end it in one of csv, npz, mat, json, or add --format."
    ),
    ([], "say which format to write by --format, or by what --output ends in: csv, npz, mat, json."),
    (
      ["-o", "x.parquet"],
      """
      Parquet is not written, for want of a C library for it in Debian; export csv, and pandas makes it: \
      pandas.read_csv("NAME-runs.csv").to_parquet("NAME-runs.parquet").
      """
    ),
  ])
  func optionsThatDoNotSay(options: [String], sentence: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(["export", "out.h5"] + options, in: folder)
    #expect(outcome.status == 64)
    #expect(outcome.errors == "Error: \(sentence)\n")
  }

  @Test func formatsThatAreNone() throws {
    let folder = try TemporaryFolder()
    for (name, words) in [("xlsx", "Allowed: csv, npz, mat, json."), ("parquet", "Parquet is not written")] {
      let outcome = try Tool.run(["export", "out.h5", "--format", name], in: folder)
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }
  }

  @Test func nothingIsOverwrittenUnlessAskedFor() throws {
    let folder = try folderWithResults()
    try folder.write("mine", to: "out-cells.csv")
    let refused = try Tool.run(["export", "out.h5", "--format", "csv"], in: folder)
    #expect(refused.status == 73 && refused.output.isEmpty)
    #expect(
      refused.errors
        == "Error: out-cells.csv: exists already. Choose another --output, or overwrite it with --force.\n")
    #expect(try names(in: folder) == ["out-cells.csv", "out.h5"], "not one of several is written")
    let before = try Data(contentsOf: folder.file("out.h5"))
    let itself = try Tool.run(
      ["export", "out.h5", "--format", "json", "-o", "out.h5", "--force"], in: folder)
    #expect(itself.status == 73)
    #expect(itself.errors == "Error: out.h5: is what this command reads; choose another --output.\n")
    #expect(try Data(contentsOf: folder.file("out.h5")) == before)
    #expect(try Tool.run(["export", "out.h5", "--format", "csv", "--force"], in: folder).status == 0)
  }

  /// A file-size limit stops writes as a full disk does, and those to files in memory, too: no half of a file
  /// is left.
  @Test(arguments: ["npz", "mat", "json"]) func aFullDisk(format: String) throws {
    let folder = try folderWithResults()
    let outcome = try Tool.shell("ulimit -f 1; exec \"$tool\" export out.h5 --format \(format)", in: folder)
    #expect(outcome.status == 73)
    let sentence = format == "mat" ? "cannot be made: " : "cannot write: File too large."
    #expect(outcome.errors.hasPrefix("Error: out.\(format): \(sentence)"), "\(outcome.errors)")
    #expect(try names(in: folder) == ["out.h5"])
  }

  @Test func whatIsNotThere() throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(["export", "out.h5", "--format", "csv"], in: folder)
    #expect(outcome.status == 66)
    #expect(
      outcome.errors
        == "Error: out.h5: there is no such file, and no journal out.h5.journal of an unfinished sweep.\n")
  }
}
