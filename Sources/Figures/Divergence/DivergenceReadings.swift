import Experiments
import MemoryMeasures
import Text

/// The two readings of memory that the same runs allow, bit-identity and a threshold: what each says, what it means,
/// and which of them applies to these runs.
struct DivergenceReadings {
  /// Measured runs that belong together: of one cell type, depth and hidden size, or of a network from one source.
  struct Group {
    /// LSTM, hidden size 32
    let name: String
    var measurements: [DivergenceMeasurement]
  }

  /// One way of reading memory off the runs.
  struct Reading {
    /// Bit-identity
    let name: String
    /// settled steps
    let count: String
    let definition: String
    /// Median 104 steps over all runs; reached by 1,264 of 1,280 runs within 99,000 steps.
    let numbers: String
    let meaning: String
  }

  let settings: DivergenceSettings
  /// What is read of the two sequences: outputs.
  let read: String
  /// Bit-identity, then the threshold of the tables where there is one.
  let counts: [ShownCount]
  /// Until when something has to have happened, in words.
  let deadline: String
  let groups: [Group]
  /// The runs whose median is told: all runs, or those of the networks that are asked about.
  let subject: Group

  init(plan: Plan<Divergence>, groups: [Group], subject: Group) {
    settings = plan.settings
    read = plan.readWords
    counts = plan.tabulatedCounts
    deadline = plan.deadline
    self.groups = groups
    self.subject = subject
  }

  /// By cell type, depth and hidden size, with the numbers of all runs; or by network and source, with the numbers of
  /// the networks themselves.
  init(_ results: Results<Divergence>) {
    let plan = results.plan
    var groups: [Group] = []
    for subject in plan.allSubjects {
      let measured = results.measured(subject)
      guard !measured.isEmpty else { continue }
      let name = Self.groupName(subject, in: plan)
      if groups.last?.name == name {
        groups[groups.count - 1].measurements += measured
      } else {
        groups.append(Group(name: name, measurements: measured))
      }
    }
    let given = plan.subjects.given.map(\.name)
    let told =
      plan.subjects.twinKinds.isEmpty
      ? "all runs"
      : "the runs of the network\(given.count == 1 ? " itself" : "s themselves")"
    let measurements =
      given.isEmpty ? groups.flatMap(\.measurements) : given.flatMap { results.measured(.given($0)) }
    self.init(
      plan: plan, groups: groups,
      subject: Group(name: told, measurements: measurements))
  }

  private static func groupName(_ subject: Subject, in plan: Plan<Divergence>) -> String {
    switch subject {
    case .drawn(let shape):
      let type = NetworkType(cell: shape.cell, layers: shape.layers)
      return "\(plan.subjects.grid?.heading(type) ?? type.fullHeading), hidden size \(shape.hiddenSize)"
    case .given(let name): return name.printable
    case .twin(let name, let kind, _): return "\(kind.rawValue) twins of \(name.printable)"
    }
  }

  private var measurements: [DivergenceMeasurement] { groups.flatMap(\.measurements) }
  private var horizon: String { NumberText.whole(settings.horizon) }

  // MARK: Readings

  /// Bit-identity; then, unless no threshold was counted, that of the tables.
  var readings: [Reading] { [bitIdentity] + [threshold].compactMap(\.self) }

  private var bitIdentity: Reading {
    Reading(
      name: "Bit-identity", count: "settled steps",
      definition: "The shared steps until both \(read) are the same, bit for bit, and stay so.",
      numbers: numbers(.settled),
      meaning: """
        There is nothing to choose, and from there on nothing of what told \(settings.alternatives) apart is left in the \(read). But \
        it asks for more than forgetting. Once the \(read) differ in their last bits only, it is rounding that \
        decides whether these ever agree, and last-bit differences can keep themselves alive through the \
        recurrent kernel: then this counts how long float rounding lasts, not how long an input is remembered.
        """)
  }

  private var threshold: Reading? {
    guard let count = counts.dropFirst().first else { return nil }
    let name = count.threshold
    return Reading(
      name: "Threshold", count: "steps to within \(name)",
      definition: "The shared steps until both \(read) stay within \(name) of each other.",
      numbers: numbers(count),
      meaning: """
        As long as the \(read) are further apart than that, they still tell \(settings.alternatives) from each other: \
        this is memory in the usual sense, as far as differences above \(name) count. It depends on the threshold \
        that is chosen, and hardly on rounding as long as that lies well above the floor at which differences stop \
        falling: 30 times its median, twice its largest.
        """)
  }

  private func numbers(_ count: ShownCount) -> String {
    let statistics = count.statistics(subject.measurements)
    guard statistics.count > 0 else { return "No measured run." }
    let reached = subject.measurements.count { count.steps($0).reached }
    return """
      Median \(statistics.medianText) steps over \(subject.name); reached by \(NumberText.whole(reached)) of \
      \(NumberText.count(statistics.count, "run")) within \(horizon) steps.
      """
  }

  // MARK: Verdict

  /// Which reading applies, in sentences computed from the runs.
  var verdict: [String] {
    guard !measurements.isEmpty else { return ["No run is measured yet, so there is nothing to read."] }
    return [floorSentence, markedSentence, divergedSentence, keptSentence, censoredSentence].compactMap(
      \.self)
  }

  /// Where runs ended at the rounding floor: LSTM, hidden size 32: 12 of 80 runs.
  var roundingFloor: [String] {
    groups.compactMap { group in
      let count = group.measurements.count { $0.outcome == .roundingFloor }
      guard count > 0 else { return nil }
      return
        "\(group.name): \(NumberText.whole(count)) of \(NumberText.count(group.measurements.count, "run"))"
    }
  }

  private var floorSentence: String {
    let total = measurements.count
    let count = measurements.count { $0.outcome == .roundingFloor }
    guard count > 0 else {
      let none = "None of the \(NumberText.count(total, "run")) ended at the rounding floor"
      guard !measurements.contains(where: { $0.outcome == .diverged }) else { return none + "." }
      return """
        \(none), so both readings are of memory here; they differ by the time that a difference takes to shrink from \
        the threshold to nothing.
        """
    }
    let all = NumberText.count(total, "run")
    return """
      \(count == total ? "All \(all)" : "\(NumberText.whole(count)) of \(all)") ended at the rounding floor: to the \
      end the \(read) differed by no more than rounding explains, and still were not the same. There bit-identity \
      measures float rounding; read the threshold. In the other runs both readings are of memory.
      """
  }

  private var divergedSentence: String? {
    let count = measurements.count { $0.outcome == .diverged }
    guard count > 0 else { return nil }
    return """
      \(NumberText.count(count, "run")) diverged: the \(read) differed by more than rounding explains, to the end or \
      again, and not in the same way. Such networks are chaotic on these inputs, or hold what they were fed in a form that \
      moves: their counts in either reading say for how long that was watched.
      """
  }

  private var keptSentence: String? {
    let kept = measurements.count { $0.outcome == .kept }
    let fading = measurements.count { $0.outcome == .fading }
    let parts = [
      kept > 0 ? "\(NumberText.count(kept, "run")) kept the difference as it was, as a latch does" : nil,
      fading > 0 ? "\(NumberText.count(fading, "run")) still differed ever less" : nil,
    ].compactMap(\.self)
    guard !parts.isEmpty else { return nil }
    return """
      \(parts.joined(separator: "; ")) after \(horizon) shared steps. Such networks remember for longer than was \
      measured: where they are not reached, counts are lower bounds.
      """
  }

  /// Whether the tabulated threshold lies near the floor of some runs.
  private var markedSentence: String? {
    guard let count = counts.dropFirst().first else { return nil }
    let marked = measurements.count { !count.isClear($0) }
    guard marked > 0 else { return nil }
    return """
      In \(NumberText.whole(marked)) of \(NumberText.count(measurements.count, "run")) \(count.threshold) is less than \
      30 floors above what the differences stop falling at: rounding may decide their steps (marked \(ShownCount.mark)). \
      A larger threshold measures memory there, or --precision float64.
      """
  }

  private var censoredSentence: String? {
    let parts = zip(readings, counts).compactMap { reading, count -> String? in
      let censored = measurements.count { !count.steps($0).reached }
      return censored > 0 ? "\(NumberText.whole(censored)) of the \(reading.count)" : nil
    }
    guard !parts.isEmpty else { return nil }
    return """
      Censored, that is not reached \(deadline), and taken for the steps so far: \
      \(parts.joined(separator: " and ")). A mean or median marked ≥ is a lower bound because of them.
      """
  }

  // MARK: On a page

  /// The readings side by side, and which applies.
  var html: HTML {
    let cards = readings.map { reading in
      HTML(
        "div", ["class": "card"],
        [
          HTML("h4", "\(reading.name): \(reading.count)"), .paragraph(reading.definition),
          HTML("p", ["class": "number"], reading.numbers), .paragraph(reading.meaning),
        ])
    }
    let floor = roundingFloor
    let places = HTML(
      "details", ["open": "open"],
      [
        HTML("summary", "Where runs ended at the rounding floor"),
        HTML("ul", ["class": "columns"], floor.map { HTML("li", $0) }),
      ])
    return .sequence(
      [
        HTML("h3", "Two readings of memory"), HTML("div", ["class": "cards"], cards),
        HTML("h4", "Which applies here"),
      ] + verdict.map(HTML.paragraph) + (floor.isEmpty ? [] : [places]))
  }
}
