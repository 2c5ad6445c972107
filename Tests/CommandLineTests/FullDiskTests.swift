import Experiments
import Foundation
import TestSupport
import Testing

@Suite struct FullDiskTests {
  /// A file-size limit stops writes as a full disk does, and needs no rights to set up.
  @Test func aSweepStoppedByAFileSizeLimitResumes() throws {
    let folder = try TemporaryFolder()
    let command = SmallSweep.longOptions + ["--output", "out.h5", "--quiet"]
    let words = command.joined(separator: " ")
    // In blocks of 512 bytes: too little for the journal, let alone the results file.
    let limited = try Tool.shell("ulimit -f 8; exec \"$tool\" \(words)", in: folder)
    #expect(limited.status == 73, "\(limited.errors)")
    #expect(limited.errors.hasPrefix("Error: out.h5"), "\(limited.errors)")
    #expect(!folder.exists("out.h5"))
    #expect(folder.exists("out.h5.journal"))
    try expectResumed(command, in: folder)
  }

  /// A small tmpfs that fills up.
  @Test(.enabled(if: Machine.canMount, "file systems may not be mounted here"))
  func aSweepStoppedByAFullDiskResumes() throws {
    let folder = try TemporaryFolder()
    _ = try Tool.shell("mkdir disk && mount -t tmpfs -o size=64k tmpfs disk", in: folder)
    defer { _ = try? Tool.shell("umount disk", in: folder) }
    // Leave room for a piece of the journal only.
    _ = try Tool.shell("head -c 57344 /dev/zero > disk/filler", in: folder)
    let command = SmallSweep.longOptions + ["--output", "disk/out.h5", "--quiet"]
    let full = try Tool.run(command, in: folder)
    #expect(full.status == 73, "\(full.errors)")
    #expect(full.errors.contains("No space left on device"), "\(full.errors)")
    #expect(folder.exists("disk/out.h5.journal"))
    #expect(!folder.exists("disk/out.h5"))

    _ = try Tool.shell("rm disk/filler && mount -o remount,size=16m disk", in: folder)
    let resumed = try Tool.run(command, in: folder)
    #expect(resumed.status == 0, "\(resumed.errors)")
    let whole = try SmallSweep.results(of: SmallSweep.longOptions, output: "whole.h5", in: folder)
    expectIdentical(try DivergenceResultsFile.read(folder.path("disk/out.h5")).records, whole.records)
  }

  private func expectResumed(_ command: [String], in folder: TemporaryFolder) throws {
    let kept = try DivergenceResultsFile.read(folder.path("out.h5.journal")).records
    let resumed = try Tool.run(command, in: folder)
    #expect(resumed.status == 0, "\(resumed.errors)")
    let results = try DivergenceResultsFile.read(folder.path("out.h5")).records
    expectIdentical(results.filter { kept[$0.key] != nil }, kept)
    let whole = try SmallSweep.results(of: SmallSweep.longOptions, output: "whole.h5", in: folder)
    expectIdentical(results, whole.records)
  }
}
