import Testing

@testable import Experiments

@Suite struct LoadsTests {
  /// Dealt out as by looking at every load every time.
  @Test(arguments: [1, 2, 7, 40]) func theLightestComesFirst(count: Int) throws {
    var loads = Loads(count: count)
    var plain = [Double](repeating: 0, count: count)
    for step in 0..<500 {
      let cost = Double(step * 7919 % 31)
      let removed = loads.removeLightest()
      let lightest = try #require(removed)
      let expected = try #require(plain.indices.min { (plain[$0], $0) < (plain[$1], $1) })
      #expect(lightest == (plain[expected], expected))
      plain[expected] += cost
      loads.insert((lightest.cost + cost, lightest.place))
    }
  }

  @Test func noneAreLeft() {
    var loads = Loads(count: 1)
    let (only, none) = (loads.removeLightest(), loads.removeLightest())
    #expect(only?.place == 0 && none == nil)
  }
}
