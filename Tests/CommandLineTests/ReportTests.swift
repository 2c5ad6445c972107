import Foundation
import TestSupport
import Testing

/// `memprobe report` as a process.
@Suite struct ReportTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    _ = try SmallSweep.results(of: SmallSweep.options, output: "out.h5", in: folder)
  }

  private func report(_ arguments: String...) throws -> Tool.Outcome {
    try Tool.run(["report"] + arguments, in: folder)
  }

  private func page(_ name: String) throws -> String {
    try String(contentsOf: folder.file(name), encoding: .utf8)
  }

  @Test func severalKindsMakeOnePage() throws {
    _ = try Tool.run(
      ["recall", "--steps", "50", "--sequences", "2", "-o", "recall.h5", "--quiet"], in: folder)
    _ = try Tool.run(
      ["memorize", "--cells", "rnn", "--layers", "1", "--hidden-sizes", "1,2", "--positions", "1,2"]
        + ["--repeats", "1", "--epochs", "2", "-o", "memorize.h5", "--quiet"], in: folder)
    try TrainedNetworks.write("net.safetensors", hiddenSize: 3, in: folder)
    _ = try Tool.run(
      [
        "compare", "net.safetensors", "--pairs", "2", "--twins", "2", "--total-steps", "300",
        "--unique-steps", "50",
      ]
        + ["-o", "compare.h5", "--quiet"], in: folder)
    let outcome = try report("out.h5", "recall.h5", "memorize.h5", "compare.h5", "-o", "pages/all.html")
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(outcome.output == "Report: pages/all.html\n")
    let html = try page("pages/all.html")
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    #expect(html.contains("out.h5: How long 16 random networks remember"))
    #expect(html.contains("recall.h5: How exactly latch lstm, latch gru return their first input"))
    #expect(html.contains("memorize.h5: Which inputs RNN networks learn to remember"))
    #expect(html.contains("compare.h5: How long net.safetensors remembers, against random twins"))
    #expect(html.contains("steps over the runs of the network itself; reached by "))
    #expect(html.contains("<code>memprobe divergence \\\n  --cells lstm,gru \\\n"))
    #expect(html.contains("<code>memprobe recall --steps 50 --sequences 2 -o recall.h5 --quiet</code>"))
  }

  @Test func theSameResultsMakeTheSamePage() throws {
    _ = try report("out.h5", "-o", "a.html")
    _ = try report("out.h5", "-o", "b.html")
    #expect(try page("a.html") == page("b.html"))
  }

  @Test func existingFilesStayUnlessAsked() throws {
    try folder.write("my diary", to: "page.html")
    let refused = try report("out.h5", "-o", "page.html")
    #expect(refused.status == 73 && refused.output.isEmpty)
    #expect(try page("page.html") == "my diary")
    #expect(try report("out.h5", "-o", "page.html", "--force").status == 0)
    #expect(try page("page.html").hasSuffix("</html>\n"))
  }

  @Test(arguments: ["out.h5", "./out.h5", "out.h5.journal"])
  func resultsAreNeverReplaced(output: String) throws {
    let before = try Data(contentsOf: folder.file("out.h5"))
    let outcome = try report("out.h5", "-o", output, "--force")
    #expect(outcome.status == 73 && outcome.output.isEmpty)
    #expect(outcome.errors == "Error: \(output): holds the results themselves; choose another --output.\n")
    #expect(try Data(contentsOf: folder.file("out.h5")) == before)
    #expect(!folder.exists("out.h5.journal"))
  }

  @Test func aFileThatIsMissingLeavesNothing() throws {
    let outcome = try report("out.h5", "no.h5", "-o", "folder/page.html")
    #expect(outcome.status == 66 && outcome.output.isEmpty)
    #expect(!folder.exists("folder"))
  }

  @Test func wrongUsage() throws {
    #expect(try report("-o", "page.html").status == 64)
    #expect(try report("out.h5").status == 64)
  }
}
