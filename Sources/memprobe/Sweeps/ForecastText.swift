import Experiments
import Text

/// What a sweep would do, as --dry-run tells it.
struct ForecastText {
  let forecast: Forecast
  let jobs: Int
  /// Path of the results file.
  let output: String

  /// A line for each of what is run, how much of it is done, work, memory, time and output.
  var text: String {
    let rows = [
      ("Axes", axes), ("Runs", runs), ("Finished", finished), ("Work", work), ("Memory", memory),
      ("Time", time), ("Output", output),
    ]
    return rows.map { "\(($0.0 + "        ").prefix(10))\($0.1)\n" }.joined()
      + "\nThis was a dry run: nothing is measured or written.\n"
  }

  /// A line for standard error before a sweep that takes long.
  var announcement: String {
    "\(NumberText.whole(left)) runs: \(time). Finished ones are kept; interrupted, the same command goes on."
  }

  private var axes: String {
    forecast.axes.map { "\($0.name) \(NumberText.whole($0.count))" }.joined(separator: " x ")
  }

  private var runs: String {
    NumberText.whole(forecast.runs)
      + (forecast.shard == .whole ? "" : ", those of part \(forecast.shard.words)")
  }

  private var left: Int { forecast.runs - forecast.finished }

  private var finished: String {
    let sources = forecast.sources.isEmpty ? "" : ", in \(forecast.sources.listed)"
    return "\(NumberText.whole(forecast.finished))\(sources); \(NumberText.whole(left)) to run"
  }

  private var work: String { "\(NumberText.twoDigits(forecast.work)) multiply-adds" }

  private var memory: String {
    let available = NumberText.bytes(forecast.availableBytes)
    return "about \(NumberText.bytes(forecast.bytes)) at the peak, "
      + (forecast.bytes <= forecast.availableBytes
        ? "of \(available) available" : "more than the \(available) available: the sweep would be refused")
  }

  /// Judged by small networks, which is right to a factor of two or so.
  private var time: String {
    guard left > 0 else { return "none" }
    guard let time = forecast.time else { return "not known: no small run could be measured" }
    return "about \(NumberText.duration(time / .seconds(1))) with \(NumberText.count(jobs, "job"))"
  }
}
