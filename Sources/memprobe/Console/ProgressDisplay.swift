import Experiments

/// Shows how far a sweep is, on standard error: a bar redrawn in place on a terminal, a line for each tenth
/// done elsewhere.
final class ProgressDisplay {
  private enum Style {
    case none
    case bar
    case lines
  }

  private let style: Style
  /// The line on the terminal that is to be overdrawn, if there is one.
  private var isDrawn = false
  private var lastTenth: Int?
  private var lastDrawing: Duration?
  private var latest: SweepProgress?

  init(quiet: Bool) {
    style = quiet ? .none : Console.isInteractive ? .bar : .lines
  }

  func show(_ progress: SweepProgress) {
    let isFirst = latest == nil
    latest = progress
    if isFirst, progress.resumedRuns > 0, style != .none {
      Console.report(
        "Resuming: \(ProgressText(progress).parts[1]) were finished before.")
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
    Console.report("Progress: \(ProgressText.joined(text.parts))")
  }

  /// Ten drawings a second look smooth and cost nothing.
  private static let redrawInterval = Duration.milliseconds(100)
}
