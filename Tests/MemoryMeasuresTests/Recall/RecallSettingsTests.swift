import RecurrentNetworks
import Testing

@testable import MemoryMeasures

@Suite struct RecallSettingsTests {
  @Test(arguments: [
    (1, [1]), (2, [1, 2]), (3, [1, 2, 3]), (10, [1, 2, 5, 10]), (70, [1, 2, 5, 10, 20, 50, 70]),
    (
      100_000,
      [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000]
    ),
  ])
  func stepsAreLogSpacedAndEndWithTheLast(total: Int, steps: [Int]) throws {
    #expect(try RecallSettings(totalSteps: total).steps == steps)
  }

  @Test func refusesWhatCannotBe() {
    for steps in [0, 1_000_000_001] {
      expectRefusal(of: "steps", .whole(steps)) { try RecallSettings(totalSteps: steps) }
    }
    expectRefusal(of: "sequences", .whole(0)) { try RecallSettings(sequences: 0) }
    expectRefusal(of: "training-sequences", .whole(-1)) { try RecallSettings(trainingSequences: -1) }
    for magnitudes in [[], [1, -1], [.infinity], [2, 1, 2]] {
      expectRefusal(of: "magnitudes", .numbers(magnitudes)) { try RecallSettings(magnitudes: magnitudes) }
    }
    expectRefusal(of: "readout-unit", .whole(-1)) { try RecallSettings(readoutUnit: -1) }
    expectRefusal(of: "readout-scale", .number(.infinity)) {
      try RecallSettings(readoutUnit: 0, readoutScale: .infinity)
    }
  }

  /// Constructed networks are as exact for small and large numbers; others are made for what they were trained on.
  @Test func magnitudesDependOnTheNetworks() {
    func magnitudes(files: Bool) -> [Double] {
      Recall.standardSettings(for: NetworksAtHand(mostUnits: 32, areFromFiles: files)).magnitudes
    }
    #expect(magnitudes(files: false) == [0.001, 1, 1_000])
    #expect(magnitudes(files: true) == [1])
  }

  // MARK: Readouts

  private let layers = [LayerShape(cell: .rnn, inputSize: 1, hiddenSize: 2)]

  @Test func aReadoutNamesAUnitThatThereIs() throws {
    let network = NetworkOutline(layers: layers)
    try Recall.check(network, settings: RecallSettings(readoutUnit: 1, readoutScale: 2))
    expectRefusal(of: "readout-unit", .whole(2)) {
      try Recall.check(network, settings: RecallSettings(readoutUnit: 2, readoutScale: 2))
    }
  }

  @Test func fittingTakesMoreSequencesThanWeights() throws {
    let network = NetworkOutline(layers: layers)
    try Recall.check(network, settings: RecallSettings(trainingSequences: 4))
    expectRefusal(of: "training-sequences", .whole(3)) {
      try Recall.check(network, settings: RecallSettings(trainingSequences: 3))
    }
    // What is not fitted takes none.
    try Recall.check(network, settings: RecallSettings(trainingSequences: 3, readoutUnit: 0))
  }

  /// A network's own readout, that of the settings, or none, which is to be fitted.
  @Test func theReadoutThatIsRead() throws {
    let exact = NetworkOutline(layers: layers, readout: .init(unit: 1, scale: 0.5))
    let named = try RecallSettings(readoutUnit: 0, readoutScale: 3)
    #expect(Recall.readout(of: exact, named) == .init(unit: 1, scale: 0.5))
    #expect(Recall.readout(of: NetworkOutline(layers: layers), named) == .init(unit: 0, scale: 3))
    #expect(Recall.readout(of: NetworkOutline(layers: layers), .standard) == nil)
  }
}
