import Experiments
import Foundation
import TestSupport
import Testing

@Suite struct ReproducibilityTests {
  @Test func oneAndTwoJobsGiveTheSameBits() throws {
    let folder = try TemporaryFolder()
    let options = SmallSweep.options + ["--curves"]
    let one = try SmallSweep.results(of: options + ["--jobs", "1"], output: "one.h5", in: folder)
    let two = try SmallSweep.results(of: options + ["--jobs", "2"], output: "two.h5", in: folder)
    #expect(one.records.count == 16)
    expectIdentical(two.records, one.records)
  }

  @Test func aGridCellRunAloneGivesTheSameBits() throws {
    let folder = try TemporaryFolder()
    let whole = try SmallSweep.results(of: SmallSweep.options, output: "whole.h5", in: folder)
    let alone = try SmallSweep.results(
      of: [
        "divergence", "--cells", "gru", "--hidden-sizes", "2", "--input-sizes", "1", "--repeats", "2",
        "--total-steps", "2000", "--unique-steps", "200",
      ], output: "alone.h5", in: folder)
    let expected = whole.records.filter {
      $0.key.cell == .gru && $0.key.hiddenSize == 2 && $0.key.inputSize == 1
    }
    #expect(expected.count == 2)
    expectIdentical(alone.records, expected)
  }

  @Test func anotherSeedGivesOtherResults() throws {
    let folder = try TemporaryFolder()
    let first = try SmallSweep.results(of: SmallSweep.options, output: "0.h5", in: folder)
    let second = try SmallSweep.results(
      of: SmallSweep.options + ["--seed", "1"], output: "1.h5", in: folder)
    #expect(first.records != second.records)
  }

  @Test func mergedPartsEqualTheWhole() throws {
    let folder = try TemporaryFolder()
    let whole = try SmallSweep.results(of: SmallSweep.options, output: "whole.h5", in: folder)
    var parts: [String] = []
    for index in 1...3 {
      let part = "part-\(index).h5"
      let results = try SmallSweep.results(
        of: SmallSweep.options + ["--shard", "\(index)/3"], output: part, in: folder)
      #expect(!results.records.isEmpty)
      #expect(results.records.count < whole.records.count)
      parts.append(part)
    }
    let merge = try Tool.run(["merge"] + parts + ["-o", "merged.h5"], in: folder)
    #expect(merge.status == 0, "\(merge.errors)")
    #expect(merge.errors.isEmpty)
    #expect(merge.output.hasSuffix("\nResults file: merged.h5\n"))
    let merged = try DivergenceResultsFile.read(folder.path("merged.h5"))
    #expect(merged.missing.isEmpty)
    expectIdentical(merged.records, whole.records)

    let show = try Tool.run(["show", "whole.h5"], in: folder)
    #expect(merge.output.hasPrefix(show.output))
  }
}
