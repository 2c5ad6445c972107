import RecurrentNetworks
import Testing

@testable import MemoryMeasures

@Suite struct RecallMeasurementTests {
  /// Errors 1 to 4 over four sequences at the only step.
  @Test func mediansAndBounds() throws {
    let latch = try ConstructedNetwork<Float>(.latch, cell: .lstm, hiddenSize: 3)
    let promise = try #require(latch.recall?.promise)
    func measurement(_ answers: [Double], _ inputs: [Double] = [2, 2, 2, 2]) -> RecallMeasurement {
      RecallMeasurement(
        firstInputs: inputs, answers: answers.map { [$0] },
        errorBounds: inputs.map(promise.bound(firstInput:)))
    }
    func isWithinBounds(_ answers: [Double], _ inputs: [Double] = [2, 2, 2, 2]) -> Bool {
      measurement(answers, inputs).isWithinBounds(steps: [1], from: promise.firstStep)
    }
    let spread = measurement([3, 6, 4, -1])
    #expect(spread.absolute.map(\.median) == [2.5] && spread.absolute.map(\.largest) == [4])
    #expect(spread.relative.map(\.median) == [1.25] && spread.relative.map(\.largest) == [2])
    #expect(spread.medianFirstInput == 2)
    #expect(!isWithinBounds([3, 6, 4, -1]))
    #expect(isWithinBounds([2, 2, 2, 2]))
    // Beyond the range nothing is promised; below it, an absolute error.
    #expect(isWithinBounds([0, 1e-16, 0, 2], [1e9, 0, 1e-16, 2]))
    #expect(!isWithinBounds([0, 1e-14, 0, 2], [1e9, 0, 1e-16, 2]))
    // Nor is anything before the first step of the promise.
    #expect(measurement([3, 6, 4, -1]).isWithinBounds(steps: [1], from: 2))
  }

  @Test func errorsOfNothingAreNone() {
    let measurement = RecallMeasurement(
      firstInputs: [0, 2], answers: [[0, 1], [1, 2]], errorBounds: [nil, nil])
    #expect(measurement.absoluteErrors == [[0, 1], [1, 0]])
    #expect(measurement.relativeErrors == [[0, .infinity], [0.5, 0]])
  }
}
