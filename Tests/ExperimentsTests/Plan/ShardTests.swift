import MemoryMeasures
import Testing

@testable import Experiments

@Suite struct ShardTests {
  @Test func readsText() throws {
    let shard = try Shard("2/4")
    #expect(shard.index == 2)
    #expect(shard.count == 4)
    #expect(shard.description == "2/4")
  }

  @Test func refusesWhatIsNoPart() {
    for text in ["", "2", "2/", "/4", "2/4/8", "a/b", "2/4.0", " 2/4"] {
      #expect(throws: ShardError.malformed(text)) { try Shard(text) }
    }
    #expect(throws: ShardError.outOfRange(index: 0, count: 4)) { try Shard("0/4") }
    #expect(throws: ShardError.outOfRange(index: 5, count: 4)) { try Shard("5/4") }
    #expect(throws: ShardError.outOfRange(index: 1, count: 0)) { try Shard(index: 1, count: 0) }
    #expect(throws: ShardError.outOfRange(index: -1, count: -1)) { try Shard("-1/-1") }
  }

  @Test func partsOfWhatIsLeft() throws {
    let shard = try Shard("2/4").of(places: [0, 1, 2, 7, 9, 10])
    #expect(shard.stored == "2/4 of 0-2,7,9-10" && shard.words == "2/4 of what was missing")
    #expect(try Shard(stored: shard.stored) == shard)
    #expect(shard != (try Shard("2/4")))
    let nothing = try Shard("1/1").of(places: [])
    #expect(try nothing.isOfNothing && Shard(stored: nothing.stored) == nothing && nothing != .whole)
    for text in ["1/2 of 3-1", "1/2 of 3,3", "1/2 of x", "1/2 of -1", "1/2 of 0-999999999", "1/2 of 1-2-3"] {
      #expect(throws: ShardError.self) { try Shard(stored: text) }
    }
    // Places beyond the plan hold no runs.
    let plan = try Example.plan()
    #expect(plan.runs(of: try Shard(stored: "1/1 of 14-20")) == Array(plan.runs[14...]))
  }

  @Test func partsOfJobArrays() throws {
    #expect(try Shard("auto/8", task: "5") == Shard(index: 5, count: 8))
    #expect(try Shard("3/8", task: "5") == Shard(index: 3, count: 8))
    #expect(throws: ShardError.noTask(count: 8)) { try Shard("auto/8") }
    for task in ["0", "9", "", "x"] {
      #expect(throws: ShardError.taskOutOfRange(task, count: 8)) { try Shard("auto/8", task: task) }
    }
    for text in ["auto", "auto/", "auto/x", "5/auto"] {
      #expect(throws: ShardError.malformed(text)) { try Shard(text, task: "1") }
    }
  }

  @Test(arguments: [1, 2, 3, 7, 21, 1280, 5000])
  func everyRunIsInExactlyOnePart(count: Int) throws {
    let plan = try Example.article()
    // With many parts, some stand for the rest.
    var runs: [Run] = []
    let indices = count <= 21 ? Array(1...count) : [1, 2, count]
    for index in indices {
      let part = plan.runs(of: try Shard(index: index, count: count))
      #expect(part == plan.runs.filter(Set(part).contains))
      runs += part
    }
    #expect(Set(runs).count == runs.count)
    if indices.count == count { #expect(runs.count == plan.runCount) }
  }

  @Test(arguments: [2, 3, 20, 21]) func partsCostAboutTheSame(count: Int) throws {
    let plan = try Example.article()
    let costs = try (1...count).map { index in
      try plan.runs(of: Shard(index: index, count: count)).reduce(0) { $0 + plan.cost(of: $1) }
    }
    let mean = costs.reduce(0, +) / Double(count)
    #expect(costs.allSatisfy { abs($0 - mean) < 0.15 * mean })
  }

  @Test func fewPartsKeepLineupsTogether() throws {
    let plan = try Example.article()
    let part = plan.runs(of: try Shard("1/4"))
    #expect(plan.blocks(of: part).allSatisfy { $0.count == 16 })
  }
}
