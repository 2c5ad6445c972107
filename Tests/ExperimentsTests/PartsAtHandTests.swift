import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Experiments

@Suite struct PartsAtHandTests {
  private let plan: Plan<Capacity>

  init() throws {
    plan = try Plan(
      subjects: .drawn(NetworkGrid(cells: [.esn], layers: [1], hiddenSizes: [3], inputSizes: [1])),
      repeats: 8,
      settings: .standard)
  }

  /// A part whose first runs have failed, which finishes them, too.
  private func part(_ text: String, finished: Int? = nil) throws -> PartsAtHand.Part {
    let shard = try Shard(stored: text)
    let runs = plan.runs(of: shard)
    let results = Results(
      plan: plan, shard: shard,
      records: Dictionary(
        uniqueKeysWithValues: runs.prefix(finished ?? runs.count).map { ($0, .failed(reason: "x")) }))
    return PartsAtHand.Part(results, path: text)
  }

  @Test func partsThatAreWhole() throws {
    let all = PartsAtHand(try (1...4).map { try part("\($0)/4") })
    #expect(all.unfinished.isEmpty && all.absent.isEmpty && all.toRunAgain == nil)
  }

  @Test func partsThatAreMissing() throws {
    let some = PartsAtHand([try part("4/4"), try part("2/4", finished: 1), try part("2/4", finished: 0)])
    #expect(some.unfinished.map(\.shard) == [try Shard("2/4")])
    #expect(some.unfinished.map(\.finished) == [1] && some.unfinished.map(\.runs) == [2])
    #expect(some.absent == [try Shard("1/4"), try Shard("3/4")])
    #expect(some.toRunAgain == [1, 2, 3])
    // A whole copy of a part makes up for one that is not.
    #expect(PartsAtHand([try part("1/1", finished: 3), try part("1/1")]).unfinished.isEmpty)
  }

  @Test func partsOfDifferentCounts() throws {
    let mixed = PartsAtHand([try part("1/2", finished: 0), try part("1/4", finished: 0)])
    #expect(mixed.unfinished.count == 2 && mixed.absent.isEmpty && mixed.toRunAgain == nil)
  }

  /// The whole that they are to complete is no part to run again.
  @Test func partsOfWhatIsMissing() throws {
    let some = PartsAtHand([try part("1/1", finished: 4), try part("2/3 of 4-7")])
    #expect(some.unfinished.map(\.path) == ["1/1"])
    #expect(some.absent.map(\.stored) == ["1/3 of 4-7", "3/3 of 4-7"])
    #expect(some.toRunAgain == [1, 3])
    #expect(PartsAtHand([try part("1/1", finished: 4)]).toRunAgain == nil)
    #expect(PartsAtHand([try part("1/2"), try part("1/2 of 4-7")]).absent.isEmpty)
  }
}
