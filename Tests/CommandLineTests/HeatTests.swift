import Foundation
import TestSupport
import Testing

@testable import memprobe

/// `memprobe show --heat`: colours on a terminal that has them, the plain table elsewhere.
@Suite struct HeatTests {
  private func shown(_ environment: [String: String], _ more: String..., in folder: TemporaryFolder) throws
    -> String
  {
    let terminal = try PseudoTerminal(columns: 100)
    let running = try RunningTool(
      Tool.url, ["show", "out.h5"] + more, in: folder,
      environment: ["TERM": "xterm-256color", "COLORTERM": "", "NO_COLOR": ""].merging(environment) { $1 },
      standardOutput: terminal.terminal)
    return try terminal.text(of: running).replacing("\r\n", with: "\n")
  }

  @Test func onATerminal() throws {
    let folder = try TemporaryFolder()
    _ = try SmallSweep.results(of: SmallSweep.options, output: "out.h5", in: folder)
    let plain = try Tool.run(["show", "out.h5"], in: folder).output
    #expect(try Tool.run(["show", "out.h5", "--heat"], in: folder).output == plain)
    #expect(try shown([:], in: folder) == plain)
    #expect(try shown(["NO_COLOR": "1"], "--heat", in: folder) == plain)
    #expect(try shown(["TERM": "dumb"], "--heat", in: folder) == plain)

    let palette = try shown([:], "--heat", in: folder)
    #expect(palette.contains("\u{1b}[38;5;") && !palette.contains(";48;2;"))
    let full = try shown(["COLORTERM": "truecolor"], "--heat", in: folder)
    #expect(full.contains(";48;2;") && !full.contains(";5;"))
    // The same text underneath, but for the legends.
    let bare = full.replacing(/\u{1b}\[[0-9;]*m/, with: "").split(separator: "\n")
    let expected = plain.split(separator: "\n")
    #expect(bare.count == expected.count + 4)
    #expect(expected.allSatisfy { line in bare.contains { $0.trimmingSuffix == line } })
  }

  @Test(arguments: [
    (["TERM": "xterm-256color"], "palette"), (["TERM": "xterm-256color", "COLORTERM": "24bit"], "full"),
    (["TERM": "xterm-direct"], "full"), (["TERM": "xterm"], "none"), (["COLORTERM": "truecolor"], "none"),
    (["TERM": "screen-256color", "NO_COLOR": "0"], "none"),
    (["TERM": "dumb", "COLORTERM": "truecolor"], "none"),
  ])
  func environments(environment: [String: String], expected: String) {
    let colors = Console.colors(isTerminal: true, environment: environment)
    #expect(colors.map { "\($0)" } ?? "none" == expected)
    #expect(Console.colors(isTerminal: false, environment: environment) == nil)
  }
}

extension Substring {
  /// Without spaces at its end.
  fileprivate var trimmingSuffix: Substring {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
