import Experiments

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
