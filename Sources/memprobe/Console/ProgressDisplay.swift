import Experiments
import Foundation
import Text

/// Shows how far a sweep is, on standard error: a bar redrawn in place on a terminal; elsewhere a line for each tenth
/// done, with the time.
final class ProgressDisplay {
  private enum Style {
    case none
    case bar
    case lines
  }

  private let style: Style
  private let clock: () -> Date
  /// The line on the terminal that is to be overdrawn, if there is one.
  private var isDrawn = false
  private var lastTenth: Int?
  private var lastDrawing: Duration?
  private var latest: SweepProgress?

  /// - Parameter clock: tells the time of lines.
  init(quiet: Bool, clock: @escaping () -> Date = { Date() }) {
    style = quiet ? .none : Console.isInteractive ? .bar : .lines
    self.clock = clock
  }

  func show(_ progress: SweepProgress) {
    let isFirst = latest == nil
    latest = progress
    if isFirst, progress.resumedRuns > 0, style != .none {
      report("Resuming: \(ProgressText(progress).parts[1]) were finished before.")
    }
    switch style {
    case .none: break
    case .bar: redraw(progress)
    case .lines: addLine(progress)
    }
  }

  /// Completes the bar: nothing more will be shown.
  func finish() {
    guard isDrawn, let latest else { return }
    draw(latest)
    stop()
  }

  /// Leaves the bar as it is and goes to the next line.
  func stop() {
    guard isDrawn else { return }
    Console.draw("\n")
    isDrawn = false
  }

  private func redraw(_ progress: SweepProgress) {
    if let lastDrawing, progress.elapsed - lastDrawing < Self.redrawInterval { return }
    lastDrawing = progress.elapsed
    draw(progress)
  }

  private func draw(_ progress: SweepProgress) {
    // The last column stays free: a terminal may break the line behind it.
    let line = ProgressText(progress).bar(width: Console.width - 1)
    Console.draw("\r\(line)\u{1B}[K")
    isDrawn = true
  }

  private func addLine(_ progress: SweepProgress) {
    let text = ProgressText(progress)
    let tenth = text.percent / 10
    guard tenth > (lastTenth ?? -1) else { return }
    lastTenth = tenth
    report("Progress: \(ProgressText.joined(text.parts))")
  }

  private func report(_ line: String) {
    Console.report(style == .lines ? Self.dated(line, clock()) : line)
  }

  /// 2026-11-30T18:45:01Z Progress: ...
  static func dated(_ line: String, _ time: Date) -> String { "\(time.formatted(.iso8601)) \(line)" }

  /// Ten drawings a second look smooth and cost nothing.
  private static let redrawInterval = Duration.milliseconds(100)
}

/// The words of a progress line, most telling first; later ones are dropped where space is short.
struct ProgressText {
  let share: Double
  let finishedRuns: Int
  let totalRuns: Int
  /// Runs per second since this start; nil before there is anything to go by.
  let rate: Double?
  /// Nil before there is anything to go by.
  let secondsLeft: Double?

  /// 58%, 742 of 1,280 runs, 1 min 20 s left, 12 runs/s
  var parts: [String] {
    var parts = ["\(percent)%", "\(NumberText.whole(finishedRuns)) of \(NumberText.count(totalRuns, "run"))"]
    if let secondsLeft, finishedRuns < totalRuns { parts.append("\(NumberText.duration(secondsLeft)) left") }
    if let rate { parts.append(Self.rate(rate)) }
    return parts
  }

  /// Rounded down, so that 100% means done.
  var percent: Int { finishedRuns == totalRuns ? 100 : min(99, Int(saturating: share * 100)) }

  /// A bar with the parts that fit beside it, at most `width` characters.
  func bar(width: Int) -> String {
    var parts = self.parts
    while parts.count > 1, Self.shortestBar + Self.joined(parts).count + 3 > width { parts.removeLast() }
    let words = Self.joined(parts)
    let room = min(Self.longestBar, width - words.count - 3)
    guard room >= Self.shortestBar else { return String(words.prefix(max(0, width))) }
    let filled = Int(saturating: Double(room) * (finishedRuns == totalRuns ? 1 : min(max(share, 0), 1)))
    return "│" + String(repeating: "█", count: filled) + String(repeating: "·", count: room - filled)
      + "│ " + words
  }

  private static let shortestBar = 10
  private static let longestBar = 40

  static func joined(_ parts: [String]) -> String { parts.joined(separator: " · ") }

  /// 12 runs/s, 1.4 runs/s, 7 runs/min, 2 runs/h
  static func rate(_ perSecond: Double) -> String {
    switch perSecond {
    case 10...: "\(NumberText.whole(Int(saturating: perSecond.rounded()))) runs/s"
    case 1...: "\(Int(saturating: perSecond * 10) / 10).\(Int(saturating: perSecond * 10) % 10) runs/s"
    case (1 / 60)...: "\(Int(saturating: (perSecond * 60).rounded())) runs/min"
    default: "\(Int(saturating: (perSecond * 3600).rounded())) runs/h"
    }
  }
}

extension ProgressText {
  init(_ progress: SweepProgress) {
    let seconds = progress.elapsed / .seconds(1)
    let runs = progress.finishedRuns - progress.resumedRuns
    self.init(
      share: progress.finishedCost, finishedRuns: progress.finishedRuns, totalRuns: progress.totalRuns,
      rate: runs > 0 && seconds > 0 ? Double(runs) / seconds : nil,
      secondsLeft: progress.timeLeft.map { $0 / .seconds(1) })
  }
}
