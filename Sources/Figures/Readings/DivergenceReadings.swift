import Experiments
import MemoryMeasures
import Text

/// The two readings of memory that the same runs allow, bit-identity and a threshold: what each says, what it means,
/// and which of them applies to these runs.
struct DivergenceReadings {
  let settings: DivergenceSettings
  let groups: [MeasuredGroup]
  /// The runs whose median is told: all runs, or those of the networks that are asked about.
  let subject: MeasuredGroup

  /// Bit-identity; then, unless no threshold was counted, that of the tables.
  var readings: [Reading] {
    [bitIdentity] + [threshold].compactMap(\.self)
  }

  /// Which reading applies, in sentences computed from the runs.
  var verdict: [String] {
    guard !measurements.isEmpty else { return ["No run is measured yet, so there is nothing to read."] }
    return [floorSentence, divergedSentence, censoredSentence].compactMap(\.self)
  }

  /// Where runs ended at the rounding floor: LSTM, hidden size 32: 12 of 80 runs.
  var roundingFloor: [String] {
    groups.compactMap { group in
      let count = group.measurements.count { $0.outcome == .roundingFloor }
      guard count > 0 else { return nil }
      return """
        \(group.name): \(NumberText.whole(count)) of \
        \(NumberText.count(group.measurements.count, "run"))
        """
    }
  }

  private var measurements: [DivergenceMeasurement] { groups.flatMap(\.measurements) }
  private var horizon: String { NumberText.whole(settings.horizon) }

  // MARK: Readings

  private var bitIdentity: Reading {
    Reading(
      name: "Bit-identity", count: "settled steps",
      definition: "The shared steps until both outputs are the same, bit for bit, and stay so.",
      statistics: SourceStatistics(subject.measurements.map(\.settled)), subject: subject.name,
      horizon: settings.horizon,
      meaning: """
        There is nothing to choose, and from there on nothing of the two beginnings is left in the outputs. But \
        it asks for more than forgetting. Once the outputs differ in their last bits only, it is rounding that \
        decides whether these ever agree, and last-bit differences can keep themselves alive through the \
        recurrent kernel: then this counts how long float rounding lasts, not how long an input is remembered.
        """)
  }

  private var threshold: Reading? {
    guard let threshold = settings.tabulatedThreshold else { return nil }
    let name = NumberText.shortest(threshold.value)
    return Reading(
      name: "Threshold", count: "steps to within \(name)",
      definition: "The shared steps until both outputs stay within \(name) of each other.",
      statistics: SourceStatistics(subject.measurements.map { $0.thresholds[threshold.index] }),
      subject: subject.name, horizon: settings.horizon,
      meaning: """
        As long as the outputs are further apart than that, they still tell the two beginnings from each other: \
        this is memory in the usual sense, as far as differences above \(name) count. It depends on the threshold \
        that is chosen, and hardly on rounding as long as that lies well above the last bit.
        """)
  }

  // MARK: Verdict

  private var floorSentence: String {
    let total = measurements.count
    let count = measurements.count { $0.outcome == .roundingFloor }
    guard count > 0 else {
      return """
        None of the \(NumberText.count(total, "run")) ended at the rounding floor, so both readings are of memory \
        here; they differ by the time that a difference takes to shrink from the threshold to nothing.
        """
    }
    let all = NumberText.count(total, "run")
    return """
      \(count == total ? "All \(all)" : "\(NumberText.whole(count)) of \(all)") ended at the rounding floor: to the end the outputs differed by no more than rounding explains, and \
      still were not the same. There bit-identity measures float rounding; read the threshold. In the other runs \
      both readings are of memory.
      """
  }

  private var divergedSentence: String? {
    let count = measurements.count { $0.outcome == .diverged }
    guard count > 0 else { return nil }
    return """
      \(NumberText.count(count, "run")) still differed by more than rounding explains after \(horizon) shared \
      steps. Such networks remember for longer than was measured, or do not forget at all: in both readings their \
      counts are lower bounds.
      """
  }

  private var censoredSentence: String? {
    var counts = [(name: bitIdentity.count, censored: measurements.count { !$0.settled.reached })]
    if let threshold, let place = settings.tabulatedThreshold?.index {
      counts.append((threshold.count, measurements.count { !$0.thresholds[place].reached }))
    }
    let parts = counts.filter { $0.censored > 0 }.map { "\(NumberText.whole($0.censored)) of the \($0.name)" }
    guard !parts.isEmpty else { return nil }
    return """
      Censored, that is not reached within \(horizon) shared steps and taken for this many: \
      \(parts.listed). A mean or median marked ≥ is a lower bound because of them.
      """
  }
}
