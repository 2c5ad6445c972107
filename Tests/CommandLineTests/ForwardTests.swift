import Files
import Foundation
import NetworkFiles
import RecurrentNetworks
import SequenceFiles
import Testing

@testable import memprobe

/// `forward`, from files to files.
@Suite struct ForwardTests {
  /// Wrong command lines, before any file is read.
  @Test(arguments: [
    (["-o", "out.csv"], 64, "out.csv: the ending of --output says the format; allowed are .npy and .h5."),
    (["-o", "out"], 64, "out: the ending of --output says the format; allowed are .npy and .h5."),
    (
      ["-o", "out.npy", "--network", "n", "--state"], 64,
      """
      out.npy: --state writes several arrays, which an .npy file cannot hold; choose an --output ending in \
      .h5.
      """
    ),
    (["-o", "out.npy"], 64, "--network is given not at all; give it once."),
    (["-o", "out.npy", "--network", "a", "--network", "b"], 64, "--network is given 2 times; give it once."),
    (
      ["-o", "in.npy", "--network", "n"], 73,
      "in.npy: exists already. Choose another --output, or overwrite it with --force."
    ),
    (
      ["-o", "in.npy", "--network", "n", "--force"], 73,
      "in.npy: is the network or the inputs themselves; choose another --output."
    ),
  ])
  func wrongCommandLines(options: [String], status: Int32, sentence: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("1,2\n", to: "in.npy")
    let outcome = try Tool.run(["forward", "--inputs", "in.npy"] + options, in: folder)
    #expect(outcome.status == status)
    #expect(outcome.errors == "Error: \(sentence)\n")
    #expect(outcome.output.isEmpty && !folder.exists("out.npy"))
  }
}
