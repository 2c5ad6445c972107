import Testing

@testable import Figures

@Suite struct MemoryPointTests {
  private func point(_ steps: [Double], bounds: Set<Double> = []) throws -> MemoryPoint {
    try #require(MemoryPoint(hiddenSize: 8, means: steps.map { ($0, bounds.contains($0)) }))
  }

  @Test func spread() throws {
    let odd = try point([30, 10, 20])
    #expect(odd.hiddenSize == 8)
    #expect([odd.smallest, odd.median, odd.largest] == [10, 20, 30])
    #expect(try point([40, 10, 20, 30]).median == 25)
    let one = try point([7])
    #expect([one.smallest, one.median, one.largest] == [7, 7, 7])
    #expect(!one.smallestIsLowerBound && !one.medianIsLowerBound && !one.largestIsLowerBound)
    #expect(MemoryPoint(hiddenSize: 8, means: []) == nil)
  }

  /// A mean that is a lower bound can only move up: below the median it may pass it.
  @Test func lowerBounds() throws {
    let above = try point([10, 20, 30], bounds: [30])
    #expect(!above.smallestIsLowerBound && !above.medianIsLowerBound && above.largestIsLowerBound)
    let middle = try point([10, 20, 30], bounds: [20])
    #expect(!middle.smallestIsLowerBound && middle.medianIsLowerBound && middle.largestIsLowerBound)
    let below = try point([10, 20, 30], bounds: [10])
    #expect(below.smallestIsLowerBound && below.medianIsLowerBound && below.largestIsLowerBound)
    #expect(try point([10, 20, 30, 40], bounds: [30]).medianIsLowerBound)
    #expect(try !point([10, 20, 30, 40], bounds: [40]).medianIsLowerBound)
    let all = try point([99, 99], bounds: [99])
    #expect(all.smallestIsLowerBound && all.medianIsLowerBound && all.largestIsLowerBound)
  }
}
