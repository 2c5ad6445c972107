import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Experiments

@Suite struct BatchTests {
  private func inputSize(_ run: Run) -> Int? {
    if case .drawn(let shape) = run.subject { shape.inputSize } else { nil }
  }

  private func expectAllOnce(_ batches: [Batch<Divergence>], _ runs: [Run]) {
    let batched = batches.flatMap(\.runs)
    #expect(batched.count == runs.count)
    #expect(Set(batched) == Set(runs))
    for batch in batches {
      #expect(Set(batch.runs.map { inputSize($0) }).count == 1)
      #expect(Set(batch.runs.map(\.repeatIndex)).count == 1)
    }
  }

  @Test(arguments: [1, 2, 16, 64, 500]) func everyRunIsInExactlyOneBatch(jobs: Int) throws {
    let plan = try Example.article()
    let runs = plan.runs
    let batches = Batch.plan(runs, of: plan, jobs: jobs)
    expectAllOnce(batches, runs)
    #expect(batches.count >= min(4 * jobs, runs.count))
    #expect(batches.map(\.cost) == batches.map(\.cost).sorted(by: >))
    let some = runs.enumerated().filter { $0.offset % 3 == 0 }.map(\.element)
    expectAllOnce(Batch.plan(some, of: plan, jobs: jobs), some)
  }

  @Test func lineupsStayTogetherWhereThereAreEnough() throws {
    let plan = try Example.article()
    let batches = Batch.plan(plan.runs, of: plan, jobs: 2)
    #expect(batches.count == 80)
    #expect(batches.allSatisfy { $0.runs.count == 16 })
  }

  @Test func aSingleLineupIsSplitForTheWorkers() throws {
    let plan = try Example.article(NetworkGrid(inputSizes: [4]), repeats: 1)
    let batches = Batch.plan(plan.runs, of: plan, jobs: 2)
    #expect(batches.count == 8)
    expectAllOnce(batches, plan.runs)
  }

  @Test func memoryOfABatchIsBounded() throws {
    let plan = try Example.article(
      NetworkGrid(hiddenSizes: Array(400...460) + [2000], inputSizes: [1]), repeats: 1)
    let batches = Batch.plan(plan.runs, of: plan, jobs: 1)
    expectAllOnce(batches, plan.runs)
    #expect(batches.allSatisfy { $0.bytes <= Batch<Divergence>.mostBytes || $0.runs.count == 1 })
    #expect(batches.contains { $0.runs.count > 1 })
  }

  /// Of tiny runs many make a batch, whatever they are fed, but not of several input sizes; in the order of the plan, and
  /// as many as there are workers for.
  @Test func tinyRunsAreJoined() throws {
    let plan = try Plan<Divergence>(
      subjects: .drawn(Example.grid(hiddenSizes: [1, 2], inputSizes: [1, 3])), repeats: 2_000,
      settings: DivergenceSettings(totalSteps: 20, uniqueSteps: 5))
    let batches = Batch.plan(plan.runs, of: plan, jobs: 2)
    #expect((8...200).contains(batches.count))
    for batch in batches {
      #expect(Set(batch.runs.map { inputSize($0) }).count == 1)
      #expect(batch.runs.count > 1 && batch.bytes <= Batch<Divergence>.mostBytes)
      #expect(plan.lineups(of: batch.runs).map(\.networkNumbers) == [Array(batch.runs.indices)])
    }
    #expect(Set(batches.flatMap(\.runs)) == Set(plan.runs))
    #expect(batches.reduce(0) { $0 + $1.runs.count } == plan.runCount)
  }

  /// A part is held against the memory that its own runs take.
  @Test func memoryOfAPart() throws {
    let plan = try Plan<Divergence>(
      subjects: .drawn(Example.grid(hiddenSizes: [1])), repeats: 20_000,
      settings: DivergenceSettings(totalSteps: 20, uniqueSteps: 5, recordsCurve: true))
    let (part, other) = try (Shard("1/100"), Shard("1/200"))
    let needed = plan.resultBytes(of: part)
    #expect(needed < plan.resultBytes(of: .whole))
    let runs = Double(plan.runCount)
    #expect(abs(needed - plan.resultBytes(of: other) - runs * plan.recordBytes / 200) < 1)
    func members(_ shard: Shard) throws -> Int {
      try Example.sweep(
        plan, to: "x.h5", shard: shard, prober: Prober(plan), availableMemory: needed + 2e7
      ).members().count
    }
    #expect(try members(part) == plan.runCount / 100)
    #expect(throws: SweepError.self) { try members(.whole) }
  }

  @Test func nothingToDo() throws {
    #expect(try Batch.plan([], of: Example.article(), jobs: 2).isEmpty)
  }

  @Test func memoryTableOfTheSystem() {
    let table = "MemTotal:       16316412 kB\nMemAvailable:    2048 kB\nBuffers: 1 kB\n"
    #expect(SystemMemory.availableBytes(inTable: table) == 2_097_152)
    #expect(SystemMemory.availableBytes(inTable: "MemTotal: 1 kB\n") == nil)
    #expect(SystemMemory.available > 1_000_000)
  }
}
