import Foundation
import TestSupport
import Testing

@testable import memprobe

@Suite struct ProgressTests {
  @Test(arguments: [60, 100])
  func aTerminalShowsABarRedrawnInPlace(columns: Int) throws {
    let folder = try TemporaryFolder()
    let terminal = try PseudoTerminal(columns: UInt16(columns))
    let running = try RunningTool(
      Tool.url, SmallSweep.longOptions + ["--output", "out.h5"], in: folder,
      standardError: terminal.terminal)
    let text = try terminal.text(of: running)
    #expect(try running.outcome().status == 0)
    let drawings = text.split(separator: "\r").map(String.init)
    #expect(drawings.count > 2)
    for drawing in drawings where drawing != "\n" {
      #expect(drawing.prefix { $0 != "\u{1B}" }.count < columns, "\(drawing)")
    }
    let last = try #require(drawings.last { $0.contains("run") })
    #expect(last.hasPrefix("│██████████"), "\(last)")
    #expect(last.contains("│ 100% · 96 of 96 runs"), "\(last)")
    #expect(text.hasSuffix("\u{1B}[K\r\n"))
  }

  @Test func elsewhereALineIsPrintedForEachTenth() throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(SmallSweep.longOptions + ["--output", "out.h5"], in: folder)
    let lines = outcome.errors.split(separator: "\n")
    #expect((2...11).contains(lines.count), "\(outcome.errors)")
    for line in lines { #expect(line.contains(#/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ Progress: /#), "\(line)") }
    #expect(lines.last?.contains("Z Progress: 100% · 96 of 96 runs") == true)
    #expect(!outcome.errors.contains("\u{1B}"))
  }

  @Test func linesBeginWithTheTime() {
    let time = Date(timeIntervalSince1970: 1_700_000_000)
    #expect(ProgressDisplay.dated("Progress: 40%", time) == "2023-11-14T22:13:20Z Progress: 40%")
  }

  @Test func quietSaysNothing() throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(SmallSweep.options + ["--output", "out.h5", "--quiet"], in: folder)
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.hasSuffix("\nResults file: out.h5\n"))
  }

  @Test(arguments: [
    (70, "│█████████······│ 66% · 742 of 1,280 runs · 2 min 8 s left · 12 runs/s"),
    (60, "│███████████······│ 66% · 742 of 1,280 runs · 2 min 8 s left"),
    (200, "│██████████████████████████··············│ 66% · 742 of 1,280 runs · 2 min 8 s left · 12 runs/s"),
    (40, "│█████████·····│ 66% · 742 of 1,280 runs"),
    (20, "│█████████·····│ 66%"),
    (3, "66%"),
  ])
  func theBarFitsTheTerminal(width: Int, expected: String) {
    let text = ProgressText(
      share: 0.66, finishedRuns: 742, totalRuns: 1280, rate: 12.3, secondsLeft: 127.2)
    #expect(text.bar(width: width).count <= width)
    #expect(text.bar(width: width) == expected)
  }

  @Test(arguments: [
    (1234.5, "1,235 runs/s"), (9.97, "9.9 runs/s"), (0.5, "30 runs/min"), (0.001, "4 runs/h"),
  ])
  func rates(perSecond: Double, expected: String) {
    #expect(ProgressText.rate(perSecond) == expected)
  }
}
