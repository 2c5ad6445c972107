import RecurrentNetworks
import Testing

@testable import MemoryMeasures

@Suite struct CapacitySettingsTests {
  @Test func refusesNonsense() {
    for scale in [0, 1_000_001, .infinity, .nan] {
      expectRefusal(of: "input-scale", .number(scale)) { try CapacitySettings(inputScale: scale) }
    }
    expectRefusal(of: "washout", .whole(-1)) { try CapacitySettings(washoutSteps: -1) }
    expectRefusal(of: "training-steps", .whole(99)) { try CapacitySettings(trainingSteps: 99) }
    expectRefusal(of: "test-steps", .whole(0)) { try CapacitySettings(testSteps: 0) }
    expectRefusal(of: "maximum-delay", .whole(0)) { try CapacitySettings(maximumDelay: 0) }
    for ridge in [-1, .nan] {
      expectRefusal(of: "ridge", .number(ridge)) { try CapacitySettings(ridge: ridge) }
    }
    expectRefusal(of: "surrogates", .whole(0)) { try CapacitySettings(surrogates: 0) }
  }

  /// The longest delay's inputs are there at the first step that is used.
  @Test func theLeadHoldsTheLongestDelay() throws {
    #expect(try CapacitySettings(washoutSteps: 10, maximumDelay: 30).leadSteps == 30)
    #expect(try CapacitySettings(washoutSteps: 50, maximumDelay: 30).leadSteps == 50)
  }

  @Test(arguments: [(1, 100), (50, 100), (51, 102), (400, 800), (Int.max, 1_000_000)])
  func delaysGoBeyondWhatTheLargestNetworkCanHold(units: Int, delays: Int) throws {
    let settings = Capacity.standardSettings(for: NetworksAtHand(mostUnits: units, areFromFiles: false))
    #expect(settings.maximumDelay == delays)
    try settings.validate()
  }

  /// More steps of either sequence than weights of a readout, of which one is the offset and some may be of the inputs.
  @Test func readoutsTakeEnoughSteps() throws {
    let network = NetworkOutline(NetworkShape(cell: .esn, inputSize: 3, hiddenSize: 200))
    try Capacity.check(network, settings: CapacitySettings(trainingSteps: 202, testSteps: 202))
    expectRefusal(of: "test-steps", .whole(201)) {
      try Capacity.check(network, settings: CapacitySettings(testSteps: 201))
    }
    for (steps, readsInput) in [(201, false), (204, true)] {
      expectRefusal(of: "training-steps", .whole(steps)) {
        try Capacity.check(
          network, settings: CapacitySettings(trainingSteps: steps, readsInput: readsInput))
      }
    }
  }
}
