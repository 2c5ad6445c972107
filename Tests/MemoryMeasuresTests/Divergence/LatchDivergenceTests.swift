import RecurrentNetworks
import Testing

@testable import MemoryMeasures

/// The positive control: what never forgets must be seen never to settle, in the article's whole protocol.
@Suite struct LatchDivergenceTests {
  @Test(arguments: Construction.latch.cells, Precision.allCases)
  func neverSettles(cell: CellType, precision: Precision) throws {
    switch precision {
    case .float32: try check(Float.self)
    case .float64: try check(Double.self)
    }

    func check<Scalar: NetworkScalar>(_ type: Scalar.Type) throws {
      let settings = try DivergenceSettings(recordsCurve: true)
      let network = try ConstructedNetwork<Scalar>(.latch, cell: cell).network
      let inputs = DivergingInputs(inputSize: 1, stream: RandomStream(seed: 3))
      let measured = try Divergence.measure(network, inputs: inputs, settings: settings)
      let never = CensoredSteps(steps: 99_000, reached: false)
      #expect(measured.firstEqual == never && measured.settled == never && measured.merged == never)
      #expect(measured.outcome == .diverged)
      #expect(measured.thresholds.dropFirst().allSatisfy { $0 == never })
      #expect(Set(measured.curve).count == 1 && measured.finalDifference > 0.01)
    }
  }
}
