import MemoryMeasures

/// One of several parts of a plan, or of what is left of one, run apart from the others: part `index` of `count`.
package struct Shard: Codable, Hashable, Sendable {
  /// From 1.
  package let index: Int
  package let count: Int
  /// Places of the runs that are dealt out to the parts, in spans that ascend; nil for all runs of the plan.
  private(set) var rest: [ClosedRange<Int>]?

  /// More than there are runs in any plan.
  package static let mostParts = 1_000_000_000
  /// The one part of an undivided plan.
  package static let whole = Shard(unchecked: 1, of: 1)

  /// - Throws: `ShardError.outOfRange`.
  package init(index: Int, count: Int) throws(ShardError) {
    guard (1...Self.mostParts).contains(count), (1...count).contains(index) else {
      throw .outOfRange(index: index, count: count)
    }
    self.init(unchecked: index, of: count)
  }

  /// From text like "2/4", or "auto/4" in a task of a job array.
  ///
  /// - Parameter task: the number of the task, as Slurm gives it in `taskVariable`. The count of parts is never taken from
  ///   there: Slurm's is that of the tasks submitted last, 2 if two of eight are submitted again.
  /// - Throws: `ShardError`.
  package init(_ text: String, task: String? = nil) throws(ShardError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int(parts[1]) else { throw .malformed(text) }
    guard parts[0] == "auto" else {
      guard let index = Int(parts[0]) else { throw .malformed(text) }
      try self.init(index: index, count: count)
      return
    }
    guard let task else { throw .noTask(count: count) }
    guard (1...Self.mostParts).contains(count), let index = Int(task), (1...count).contains(index) else {
      throw .taskOutOfRange(task, count: count)
    }
    self.init(unchecked: index, of: count)
  }

  /// The environment variable that tells a task of a job array its number.
  package static let taskVariable = "SLURM_ARRAY_TASK_ID"

  private init(unchecked index: Int, of count: Int) {
    self.index = index
    self.count = count
  }

  /// The same part of some of a plan's runs.
  ///
  /// - Parameter places: of the runs, in the order of the plan.
  func of(places: some Sequence<Int>) -> Shard {
    var shard = self
    shard.rest = places.reduce(into: []) { spans, place in
      if let last = spans.last, last.upperBound + 1 == place {
        spans[spans.count - 1] = last.lowerBound...place
      } else {
        spans.append(place...place)
      }
    }
    return shard
  }

  /// Whether another part, if it is another, is of the same runs dealt out to as many.
  package func isDealt(with other: Shard) -> Bool { count == other.count && rest == other.rest }

  /// Another of the same parts; nil if there is none of this number.
  func sibling(_ index: Int) -> Shard? {
    guard (1...count).contains(index) else { return nil }
    var shard = Shard(unchecked: index, of: count)
    shard.rest = rest
    return shard
  }

  /// Whether it is one of what is left of a plan, and whether nothing is.
  package var isOfRest: Bool { rest != nil }
  package var isOfNothing: Bool { rest?.isEmpty ?? false }

  // MARK: Files

  /// As files have it: "2/4", or "2/4 of 0-15,40" of a plan's runs at these places.
  var stored: String {
    guard let rest else { return description }
    let spans = rest.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }
    return "\(index)/\(count)\(Self.restWord)\(spans.joined(separator: ","))"
  }

  /// - Throws: `ShardError`.
  init(stored text: String) throws(ShardError) {
    guard let word = text.firstRange(of: Self.restWord) else {
      try self.init(text)
      return
    }
    try self.init(String(text[..<word.lowerBound]))
    var spans: [ClosedRange<Int>] = []
    for span in text[word.upperBound...].split(separator: ",", omittingEmptySubsequences: true) {
      let ends = span.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), case let (first?, last?) = (ends[0], ends[ends.count - 1]),
        (spans.last?.upperBound ?? -1) < first, first <= last, last < Subjects.mostRuns
      else { throw .malformed(text) }
      spans.append(first...last)
    }
    rest = spans
  }

  private static let restWord = " of "

  package init(from decoder: any Decoder) throws {
    try self.init(stored: decoder.singleValueContainer().decode(String.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(stored)
  }
}

extension Shard: CustomStringConvertible {
  /// As on the command line: "2/4".
  package var description: String { "\(index)/\(count)" }

  /// For people, who do not ask for places: "2/4 of what was missing".
  package var words: String { "\(index)/\(all)" }

  /// What it is one of: "4", "4 of what was missing".
  package var all: String { rest == nil ? "\(count)" : "\(count) of what was missing" }
}

/// A part of a plan that does not exist.
package enum ShardError: Error, Equatable {
  /// Text that is not two whole numbers with a slash between, like 2/4.
  case malformed(String)
  /// Allowed: count 1 ... `Shard.mostParts`, index 1 ... count.
  case outOfRange(index: Int, count: Int)
  /// The part of a task is asked for, where there is no job array.
  case noTask(count: Int)
  /// A task that is no number of a part, such as 0.
  case taskOutOfRange(String, count: Int)
}

/// Which runs are those of a part. Of an undivided plan there is no list of them: it may have millions, and a file that
/// says so a few bytes.
struct ShardMembers<M: Measure>: Sendable {
  private let plan: Plan<M>
  private let shard: Shard
  /// By places, the numbers of all runs' parts; nil where all are of one.
  private let dealt: [Int32]?
  let count: Int

  /// - Parameter other: members of any part of an equal plan: where they were dealt out alike, that is not done again.
  init(_ shard: Shard, of plan: Plan<M>, like other: ShardMembers? = nil) {
    self.plan = plan
    self.shard = shard
    guard shard != .whole else {
      (dealt, count) = (nil, plan.runCount)
      return
    }
    let isAlike = other.map { $0.shard.isDealt(with: shard) && $0.plan.fingerprint == plan.fingerprint }
    let dealt = (isAlike == true ? other?.dealt : nil) ?? plan.dealt(with: shard)
    (self.dealt, count) = (dealt, dealt.count { $0 == shard.index })
  }

  /// Those of the members that are runs of a smaller plan.
  init(_ members: ShardMembers, in plan: Plan<M>) {
    self.plan = plan
    shard = members.shard
    let dealt = members.dealt.map { dealt in
      plan.layout.places.map { run in run.flatMap(members.plan.layout.place).map { dealt[$0] } ?? 0 }
    }
    self.dealt = dealt
    count = dealt.map { dealt in dealt.count { $0 == members.shard.index } } ?? plan.runCount
  }

  /// - Parameter place: any number.
  func contains(_ place: Int) -> Bool {
    guard let dealt else { return plan.layout.run(at: place) != nil }
    return dealt.indices.contains(place) && dealt[place] == shard.index
  }

  /// Places of the runs, in the order of the plan.
  var places: [Int] {
    guard let dealt else { return (0..<plan.layout.placeCount).filter { plan.layout.run(at: $0) != nil } }
    return dealt.indices.filter { dealt[$0] == shard.index }
  }
}
