import Foundation
import MemoryMeasures
import TestSupport
import Testing

/// Differences of what dense layers put out.
@Suite struct HeadTests {
  private static func fixture(_ name: String) -> String {
    Repository.path("Tests/NetworkFilesTests/Fixtures/heads/\(name)")
  }

  private static let short = ["--total-steps", "300", "--unique-steps", "50"]

  @Test func aHeadOfAFile() throws {
    let folder = try TemporaryFolder()
    let found = try SmallSweep.results(
      of: ["divergence", "--network", Self.fixture("softmax.keras"), "--pairs", "3", "--read", "head"]
        + Self.short, output: "head.h5", in: folder, as: Divergence.self)
    #expect(found.plan.subjects.given.map(\.outline.head?.name) == ["decision"])
    // Probabilities differ by less than the numbers that they are made of.
    #expect(found.records.values.compactMap { $0.value }.allSatisfy { $0.finalDifference <= 1 })
    let shown = try Tool.run(["show", "head.h5"], in: folder).output
    #expect(shown.contains("shared steps until the outputs of head decision\n"), "\(shown)")
    #expect(shown.contains("those of a head: decision (3 outputs, softmax) of softmax.keras.\n"))
    let report = try Tool.run(["report", "head.h5", "-o", "x.html"], in: folder)
    #expect(report.status == 0)
    let page = try String(contentsOfFile: folder.path("x.html"), encoding: .utf8)
    #expect(page.contains("--read head") && page.contains("outputs of head decision"))
  }

  /// How what a network decides answers to the slightest change of one of its inputs.
  @Test func theResponseOfAHead() throws {
    let folder = try TemporaryFolder()
    let command =
      ["divergence", "--network", Self.fixture("softmax.keras"), "--pairs", "2", "--total-steps", "300"]
      + ["--perturb", "feature=1", "--at", "100", "--size", "1e-3", "--linear-response"]
    func responses(_ read: String) throws -> [ResponseMeasurement] {
      try SmallSweep.results(
        of: command + ["--read", read], output: "\(read).h5", in: folder, as: Divergence.self
      ).records.values.compactMap { $0.value?.response }
    }
    let (head, outputs) = (try responses("head"), try responses("outputs"))
    #expect(head.count == 2 && head.allSatisfy { $0.largest > 0 && $0.largest.isFinite })
    #expect(Set(head.map(\.largest)).isDisjoint(with: outputs.map(\.largest)))
    let shown = try Tool.run(["show", "head.h5"], in: folder).output
    #expect(shown.contains("largest response"), "\(shown)")
  }

  @Test func oneOfSeveral() throws {
    let folder = try TemporaryFolder()
    let two = ["--pairs", "2", "--read", "head"] + Self.short
    let refused = try Tool.run(
      ["divergence", "--network", Self.fixture("two.keras"), "-o", "x.h5"] + two, in: folder)
    #expect(refused.status != 0 && !folder.exists("x.h5"))
    #expect(
      refused.errors.contains(
        "several heads may be on its layer 'memory', so choose with --head NAME: 'speed', 'course'."),
      "\(refused.errors)")
    let compared = try SmallSweep.results(
      of: [
        "compare", Self.fixture("two.keras"), "--head", "course", "--twins", "4", "--against",
        "glorot,shuffled",
      ] + two, output: "compare.h5", in: folder, as: Divergence.self)
    #expect(compared.isComplete && compared.failed.isEmpty)
    // tanh keeps within 1, of all networks.
    #expect(compared.records.values.compactMap { $0.value }.allSatisfy { $0.finalDifference <= 2 })
    let inspected = try Tool.run(["inspect", Self.fixture("chain.keras")], in: folder).output
    #expect(
      inspected.contains(
        """
        Heads (--read head --head NAME):
          hidden: TimeDistributed(Dense) on upper, 3 to 4, relu
          scores: Dense on upper, 3 to 2, linear
          answer: Activation on upper, 3 to 2, sigmoid

        """), "\(inspected)")
  }

  @Test(arguments: [
    (
      "divergence --read head",
      "--read is head; allowed are outputs, state and layers, of networks that are not from files."
    ), ("divergence --head x", "--head is only for --read head; leave it out here."),
    ("capacity --read head", "Unknown option '--read'"), ("lyapunov --head x", "Unknown option '--head'"),
  ])
  func refusals(command: String, sentence: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(command.split(separator: " ").map(String.init) + ["-o", "x/x.h5"], in: folder)
    #expect(outcome.status == 64 && outcome.errors.contains(sentence), "\(outcome.errors)")
    #expect(!folder.exists("x"))
  }
}
