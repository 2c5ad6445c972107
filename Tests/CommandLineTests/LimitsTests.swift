import Foundation
import TestSupport
import Testing

/// Every command, where the system gives little: it does what it should, or says why not and ends with a code that is
/// documented. Never by a signal, and never not at all.
@Suite struct LimitsTests {
  /// OUT is the folder of outputs.
  private static let commands = [
    "--version",
    "divergence --cells lstm --hidden-sizes 2 --input-sizes 1 --repeats 2 --total-steps 300 --unique-steps 20 -o OUT/d.h5",
    "compare n.safetensors --pairs 2 --twins 3 --total-steps 300 --unique-steps 20 -o OUT/c.h5",
    "memorize --cells rnn --layers 1 --hidden-sizes 2 --positions 1 --repeats 2 --epochs 2 -o OUT/m.h5",
    """
    capacity --cells esn --hidden-sizes 3 --repeats 2 --training-steps 100 --test-steps 100 --maximum-delay 3 \
    -o OUT/k.h5
    """,
    "recall --cells lstm --hidden-size 4 --steps 10 --sequences 3 -o OUT/r.h5",
    "construct memoryless -o OUT/n.safetensors", "inspect n.safetensors",
    "forward --network n.safetensors --inputs in.csv -o OUT/f.npy", "merge d.h5 -o OUT/merged.h5",
    "show d.h5",
    "plot d.h5 -o OUT/d.svg", "plot d.h5 -o OUT/d.png", "report d.h5 -o OUT/d.html",
    "export d.h5 -o OUT/d.csv",
    "export d.h5 -o OUT/d.mat",
  ]

  struct Limit: CustomTestStringConvertible {
    /// In words.
    let name: String
    /// What is set before a command.
    var setting = ""
    /// How a command is begun.
    var prefix = ""
    /// What follows it.
    var redirection = ""
    /// The folder of outputs.
    var outputs = "out"
    /// Codes besides 0 that commands may end with.
    var codes: Set<Int32> = []
    /// Whether it keeps back anybody but root.
    var isForOthers = false

    var testDescription: String { name }
  }

  private static let limits = [
    Limit(name: "64 descriptors", setting: "ulimit -n 64"),
    Limit(name: "300 MB of address space", setting: "ulimit -v 300000", codes: [64, 73]),
    Limit(name: "150 MB of address space", setting: "ulimit -v 150000", codes: [64, 73]),
    Limit(name: "closed descriptors", redirection: "<&- >&- 2>&-"),
    Limit(name: "a full device for results", redirection: ">/dev/full", codes: [73]),
    Limit(name: "full devices for everything", redirection: ">/dev/full 2>/dev/full", codes: [73]),
    Limit(name: "outputs below a device", outputs: "/dev/full", codes: [73]),
    Limit(name: "files of a kilobyte", setting: "ulimit -f 2", codes: [73]),
    Limit(name: "6 processes", setting: "ulimit -u 6", codes: [64], isForOthers: true),
    Limit(name: "a folder of root's", outputs: "roots", codes: [73], isForOthers: true),
  ]

  /// Whether commands can be run by somebody else than root, whom some limits do not bind.
  private static let canBeOthers =
    geteuid() == 0 && FileManager.default.fileExists(atPath: "/usr/bin/setpriv")

  @Test(arguments: limits)
  func everyCommandEnds(limit: Limit) throws {
    try #require(!limit.redirection.contains("/dev/full") || Machine.hasFullDevice)
    if limit.isForOthers, !Self.canBeOthers { return }
    let folder = try TemporaryFolder()
    try folder.write((1...30).map { "\($0 % 7).5\n" }.joined(), to: "in.csv")
    let made = try Tool.shell(
      """
      "$tool" construct forgetting --rate 0.7 --cell gru --hidden-size 3 -o n.safetensors && \
      "$tool" \(Self.commands[1].replacing("OUT/", with: "")) --quiet && mkdir out roots && chmod 777 . out
      """, in: folder)
    try #require(made.status == 0, "\(made.errors)")

    let other = "setpriv --reuid=54322 --regid=54322 --clear-groups"
    for command in Self.commands {
      let words = command.replacing("OUT", with: limit.outputs)
      // A shell of its own for every command: a limit cannot be raised again.
      let line = "\(limit.setting); exec timeout -k 1 100 \"$tool\" \(words) \(limit.redirection)"
        .drop { $0 == ";" || $0 == " " }
      try folder.write(String(line), to: "command")
      let outcome = try Tool.shell("\(limit.isForOthers ? other : "") sh ./command", in: folder)
      #expect(
        outcome.status == 0 || limit.codes.contains(outcome.status),
        "\(words): exit \(outcome.status) \(outcome.errors)")
      if outcome.status != 0, !limit.redirection.contains("2>") {
        #expect(outcome.errors.contains("Error: "))
      }
    }
  }

  /// Libraries are opened by the commands that need them: what tells of the program itself, and what reads results, gets
  /// by with 110 MB of address space, of which the Swift runtime takes 75.
  @Test func readingTakesLittleAddressSpace() throws {
    let folder = try TemporaryFolder()
    let made = try Tool.shell(
      "\"$tool\" \(Self.commands[1].replacing("OUT/", with: "")) --quiet", in: folder)
    try #require(made.status == 0, "\(made.errors)")
    for command in ["--version", "--help", "show d.h5"] {
      let outcome = try Tool.shell("ulimit -v 107421; \"$tool\" \(command)", in: folder)
      #expect(outcome.status == 0, "\(command): \(outcome.errors)")
    }
  }
}
