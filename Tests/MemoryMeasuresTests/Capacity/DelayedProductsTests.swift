import LinearAlgebra
import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

@Suite struct DelayedProductsTests {
  /// Against the sums written out; more steps than are laid out at a time.
  @Test func agreesWithTheSumsWrittenOut() {
    let stream = RandomStream(seed: 2)
    let (steps, lead, delays) = (600, 9, 7)
    let columns = (0..<3).map { c in (0..<UInt64(steps)).map { Double(stream.child(c).normal($0)) } }
    let series = (0..<UInt64(steps + lead)).map { Double(stream.child(9).normal($0)) }
    let found = DelayedProducts.of(Matrix(columns: columns), with: series, delays: delays)
    for delay in 1...delays {
      let target = (0..<steps).map { series[lead + $0 - delay] }
      for column in 0..<3 {
        let sum = zip(columns[column], target).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(found[column, delay - 1] - sum) < 1e-11)
      }
    }
  }
}
