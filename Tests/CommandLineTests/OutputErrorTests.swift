import Foundation
import TestSupport
import Testing

/// Outputs that cannot be written, or must not be: exit code 73 before the first run, nothing lost.
@Suite struct OutputErrorTests {
  private func sweep(_ output: String, _ more: String..., in folder: TemporaryFolder) throws -> Tool.Outcome {
    try Tool.run(SmallSweep.options + ["--quiet", "--output", output] + more, in: folder)
  }

  private func expectError(
    _ outcome: Tool.Outcome, _ status: Int32, _ sentence: String, in folder: TemporaryFolder,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.status == status, sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    #expect(folder.relative(outcome.errors) == "Error: \(sentence)\n", sourceLocation: sourceLocation)
  }

  /// /proc takes no new directories, not even from root.
  @Test func anUnwritableFolder() throws {
    let folder = try TemporaryFolder()
    expectError(
      try sweep("/proc/memprobe/out.h5", in: folder), 73,
      """
      /proc/memprobe: cannot make this directory for the output: No such file or directory. Choose another \
      --output.
      """, in: folder)
  }

  @Test func anUnwritablePlaceForTheFile() throws {
    let folder = try TemporaryFolder()
    expectError(
      try sweep("/proc/out.h5", in: folder), 73,
      """
      /proc/out.h5.journal: cannot open this file for writing: No such file or directory. Choose another \
      --output.
      """, in: folder)
  }

  @Test(.enabled(if: geteuid() != 0, "root may write anywhere"))
  func aFolderWithoutPermission() throws {
    let folder = try TemporaryFolder()
    _ = try Tool.shell("mkdir closed && chmod 555 closed", in: folder)
    expectError(
      try sweep("closed/out.h5", in: folder), 73,
      "closed/out.h5.journal: cannot open this file for writing: Permission denied. Choose another --output.",
      in: folder)
  }

  @Test func aFileUsedAsADirectory() throws {
    let folder = try TemporaryFolder()
    try folder.write("text", to: "file")
    expectError(
      try sweep("file/out.h5", in: folder), 73,
      "file: cannot make this directory for the output: Not a directory. Choose another --output.", in: folder
    )
  }

  @Test func aDirectoryAsOutput() throws {
    let folder = try TemporaryFolder()
    _ = try Tool.shell("mkdir directory", in: folder)
    expectError(
      try sweep("directory", in: folder), 73,
      "directory: is a directory or a device; --output takes the path of a file.", in: folder)
    expectError(
      try sweep("directory/", in: folder), 73,
      "directory/: is a directory or a device; --output takes the path of a file.", in: folder)
    expectError(
      try sweep("/dev/null", in: folder), 73,
      "/dev/null: is a directory or a device; --output takes the path of a file.", in: folder)
  }

  @Test func resultsOfAnotherPlan() throws {
    let folder = try TemporaryFolder()
    #expect(try sweep("out.h5", in: folder).status == 0)
    let before = try Data(contentsOf: folder.file("out.h5"))
    expectError(
      try sweep("out.h5", "--seed", "1", in: folder), 73,
      """
      out.h5: holds results of other settings (--seed differs). Choose another --output, or overwrite it \
      with --force.
      """, in: folder)
    expectError(
      try sweep("out.h5", "--shard", "1/2", in: folder), 73,
      """
      out.h5: holds results of another part (1/1 instead of 1/2). Choose another --output, or overwrite it \
      with --force.
      """, in: folder)
    #expect(try Data(contentsOf: folder.file("out.h5")) == before)

    let forced = try sweep("out.h5", "--seed", "1", "--force", in: folder)
    #expect(forced.status == 0, "\(forced.errors)")
    #expect(try Data(contentsOf: folder.file("out.h5")) != before)
  }

  @Test func theSamePlanAgainHasNothingToDo() throws {
    let folder = try TemporaryFolder()
    let first = try sweep("out.h5", in: folder)
    let before = try Data(contentsOf: folder.file("out.h5"))
    let second = try sweep("out.h5", in: folder)
    #expect(second.status == 0)
    #expect(second.output == first.output)
    #expect(try Data(contentsOf: folder.file("out.h5")) == before)
  }

  @Test func anotherFileInThePlaceOfTheOutput() throws {
    let folder = try TemporaryFolder()
    try folder.write("my diary", to: "out.h5")
    expectError(
      try sweep("out.h5", in: folder), 73,
      """
      out.h5: exists, and is not an intact results file of this program. Choose another --output, or \
      overwrite it with --force.
      """, in: folder)
    #expect(try Data(contentsOf: folder.file("out.h5")) == Data("my diary".utf8))
    #expect(try sweep("out.h5", "--force", in: folder).status == 0)
  }

  /// Every task of a job array has a file of its own, without being told so, and measures its own part.
  @Test func tasksOfAnArrayHaveFilesOfTheirOwn() throws {
    let folder = try TemporaryFolder()
    let sweep = "\"$tool\" \(SmallSweep.options.joined(separator: " ")) --quiet --jobs 1"
    for task in 1...2 {
      let run = try Tool.shell("SLURM_ARRAY_TASK_ID=\(task) \(sweep) --shard auto/2", in: folder)
      #expect(run.status == 0, "\(run.errors)")
      let named = try Tool.shell(
        "SLURM_ARRAY_TASK_ID=\(task) \(sweep) --shard auto/2 -o part-{shard}-of-{shards}.h5", in: folder)
      #expect(named.status == 0, "\(named.errors)")
      #expect(folder.exists("part-\(task)-of-2.h5"))
    }
    let parts = (1...2).map { "results/divergence-\($0)-of-2.h5" }
    let whole = try Tool.run(["merge"] + parts + ["-o", "whole.h5"], in: folder)
    #expect(whole.status == 0 && whole.errors.isEmpty, "\(whole.errors)")
    for (setting, reason) in [
      ("", "SLURM_ARRAY_TASK_ID is not set"),
      ("SLURM_ARRAY_TASK_ID=0", "SLURM_ARRAY_TASK_ID is '0', and parts are counted from 1 to 2"),
    ] {
      let refused = try Tool.shell("\(setting) \(sweep) --shard auto/2 -o x.h5", in: folder)
      #expect(refused.status == 64 && refused.errors.contains(reason), "\(refused.errors)")
    }
  }

  /// What batch systems allot is used, and who allots it is said, unless somebody says how many jobs.
  @Test(.enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1))
  func jobsAreThoseThatAreAllotted() throws {
    let folder = try TemporaryFolder()
    let sweep = "\"$tool\" \(SmallSweep.options.joined(separator: " ")) -o x.h5 --force"
    let slurm = try Tool.shell("SLURM_CPUS_PER_TASK=1 \(sweep)", in: folder)
    #expect(slurm.errors.contains("1 job at a time, as SLURM_CPUS_PER_TASK says; --jobs says otherwise.\n"))
    let confined = try Tool.shell("taskset -c 0 \(sweep)", in: folder)
    #expect(confined.errors.contains("1 job at a time, as the affinity of this process allows;"))
    let said = try Tool.shell("SLURM_CPUS_PER_TASK=1 \(sweep) --jobs 2", in: folder)
    #expect(!said.errors.contains("at a time"))
  }

  @Test func mergingOverAFile() throws {
    let folder = try TemporaryFolder()
    #expect(try sweep("part.h5", "--shard", "1/2", in: folder).status == 0)
    try folder.write("my diary", to: "out.h5")
    let merge = ["merge", "part.h5", "--output", "out.h5", "--partial"]
    let refused = try Tool.run(merge, in: folder)
    #expect(refused.status == 73)
    #expect(
      folder.relative(refused.errors).hasSuffix(
        "Error: out.h5: exists already. Choose another --output, or overwrite it with --force.\n"))
    #expect(try Data(contentsOf: folder.file("out.h5")) == Data("my diary".utf8))
    #expect(try Tool.run(merge + ["--force"], in: folder).status == 0)
  }
}
