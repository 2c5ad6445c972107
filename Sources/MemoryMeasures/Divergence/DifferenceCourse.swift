/// The course of a run's differences, in constant memory: the largest in each of up to 40 blocks of equal length, and a
/// regular sample. Where the room is used up, two blocks become one, and every other of the sample is dropped.
struct DifferenceCourse {
  /// Twice as many as a trend takes, twice over: so that the blocks of a trend are a quarter of a run, or more.
  static let mostBlocks = 40
  /// Of the first blocks, steps: enough for one to hold more than a chance zero of the difference.
  static let leastBlockSteps = 16
  /// Half of which place a median within 2% of its rank.
  static let mostSamples = 4_096
  /// Consecutive blocks by which a trend is told.
  static let trendBlocks = 10
  /// Of the 45 pairs of these blocks, those in which the later one has to be smaller for a fall, or larger for growth.
  /// Kendall's test: if the blocks came in any order with equal chance, there were as many once in 5,600 courses.
  static let trendPairs = 41

  /// Largest differences of the complete blocks.
  private(set) var maxima: [Double] = []
  private var blockSteps = leastBlockSteps
  private var toBlockEnd = leastBlockSteps
  /// Of the block under way.
  private var largest = 0.0
  /// Sample i is of step (i + 1) * spacing.
  private var samples: [Double] = []
  private var spacing = 1
  private var toSample = 1

  /// Takes the difference at the next step.
  mutating func append(_ difference: Double) {
    if difference > largest { largest = difference }
    toBlockEnd -= 1
    if toBlockEnd == 0 { endBlock() }
    toSample -= 1
    if toSample == 0 { take(difference) }
  }

  mutating func pass(_ state: inout StateBytes) {
    state.pass(&maxima, atMost: Self.mostBlocks - 1)
    state.pass(&blockSteps)
    state.pass(&toBlockEnd)
    state.pass(&largest)
    state.pass(&samples, atMost: Self.mostSamples - 1)
    state.pass(&spacing)
    state.pass(&toSample)
    state.check(1...1 << 32 ~= blockSteps && 1...blockSteps ~= toBlockEnd)
    state.check(1...1 << 32 ~= spacing && 1...spacing ~= toSample)
  }

  private mutating func endBlock() {
    maxima.append(largest)
    largest = 0
    if maxima.count == Self.mostBlocks {
      maxima = stride(from: 0, to: maxima.count, by: 2).map { max(maxima[$0], maxima[$0 + 1]) }
      blockSteps *= 2
    }
    toBlockEnd = blockSteps
  }

  private mutating func take(_ difference: Double) {
    samples.append(difference)
    if samples.count == Self.mostSamples {
      samples = stride(from: 1, to: samples.count, by: 2).map { samples[$0] }
      spacing *= 2
    }
    toSample = spacing
  }

  /// Whether there are too few blocks to tell a trend by.
  var isShort: Bool { maxima.count < Self.trendBlocks }

  var largestOfAll: Double { largest(from: 0) }

  /// Whether the differences were still falling in the last blocks; false for a run of too few.
  var isFalling: Bool { hasTrend(<) }

  /// The same of growth.
  var isGrowing: Bool { hasTrend(>) }

  /// - Parameter trend: of a later block to an earlier one.
  private func hasTrend(_ trend: (Double, Double) -> Bool) -> Bool {
    let last = Array(maxima.suffix(Self.trendBlocks))
    guard last.count == Self.trendBlocks else { return false }
    let pairs = last.indices.reduce(0) { pairs, place in
      pairs + last[(place + 1)...].count { trend($0, last[place]) }
    }
    return pairs >= Self.trendPairs
  }

  /// Whether the differences stayed within a limit for a block and were above it later.
  func grows(beyond limit: Double) -> Bool {
    guard let low = maxima.firstIndex(where: { $0 <= limit }) else { return false }
    return max(maxima[low...].max() ?? 0, largest) > limit
  }

  /// What the differences stopped falling at.
  ///
  /// They have stopped where no block stands above all later ones by more than a factor of 2, if ten blocks are left
  /// then and the last ten do not fall. `DifferenceFloor.none` if that is not so, as of a run that ended before.
  var floor: DifferenceFloor {
    var first = 0
    while first < maxima.count, maxima[first] > 2 * largest(from: first + 1) { first += 1 }
    guard maxima.count - first >= Self.trendBlocks, !isFalling else { return .none }
    let left = samples.dropFirst(first * blockSteps / spacing).filter { $0 > 0 }
    return left.isEmpty
      ? .none : DifferenceFloor(median: Sample(left).median, largest: largest(from: first))
  }

  private func largest(from block: Int) -> Double { max(maxima[block...].max() ?? 0, largest) }
}

/// What the differences of a run stop falling at, and how far thresholds have to be from it.
///
/// Rounding keeps differences of a few units in the last place alive, in networks of some tens of units without end.
/// They do not stay at one level: now and then they grow by a factor of ten and more. The last crossing of a
/// threshold in their reach tells how long they were watched, not how long an input is remembered.
public struct DifferenceFloor: Codable, Equatable, Sendable {
  /// Median of the differences that are not zero.
  public var median: Double
  /// Their largest.
  public var largest: Double

  /// Of runs that merged before there was any, or whose difference fell to the end, or is kept.
  public static let none = DifferenceFloor(median: .nan, largest: .nan)

  /// Of the differences that are left.
  public init(median: Double, largest: Double) {
    self.median = median
    self.largest = largest
  }

  /// How many floors a threshold is above the median at least.
  ///
  /// At 1e-6 in float32, networks whose counts differ from those of float64 by factors of 2 to 50 (plain RNNs of 32 and more
  /// units, trained GRUs) are 4 to 8 floors above, LSTMs and GRUs as drawn 11 (of many units and inputs) to 180, with the
  /// same counts in both. Three and more times the 8 is on the safe side: bursts are rare, and runs are short.
  public static let clearance = 30.0
  /// The same of the largest, for floors with rare bursts far above their median.
  public static let clearanceOfLargest = 2.0

  /// Whether a count of steps to this threshold is one of memory, not of rounding. True without a floor.
  public func isClear(of threshold: Double) -> Bool {
    !(threshold < Self.clearance * median || threshold < Self.clearanceOfLargest * largest)
  }

  /// The smallest threshold that is clear of the floor; 0 without one.
  var leastClear: Double { max(0, Self.clearance * median, Self.clearanceOfLargest * largest) }
}
