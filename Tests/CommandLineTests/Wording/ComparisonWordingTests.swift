import ArgumentParser
import Experiments
import Testing

@testable import memprobe

@Suite struct ComparisonWordingTests {
  @Test(arguments: [
    (ComparisonPlanError.pairs(0), 64, "--pairs is 0; allowed are whole numbers from 1 to 10,000,000."),
    (.twins(-1), 64, "--twins is -1; allowed are whole numbers from 1 to 10,000,000."),
    (.repeatedKind(.glorotNormal), 64, "--against holds glorot-normal twice; give each kind once."),
    (
      .tooManyRuns(2e7), 64,
      """
      there would be 20,000,000 runs, networks by kinds by the larger of --pairs and --twins; allowed are at \
      most 10,000,000.
      """
    ),
    (.otherInputs, 65, "--inputs holds other values than the results are of."),
  ])
  func planErrors(error: ComparisonPlanError, code: Int32, sentence: String) {
    #expect(error.sentence == sentence)
    #expect(error.exitCode.rawValue == code)
  }

  @Test(arguments: [
    (GivenNetworksError.noNetworks, 64, "no network to measure; give at least one file."),
    (.repeatedName("a"), 64, "two networks are called a; give each network once."),
    (.inconsistentLayers("a"), 65, "a: its layers do not fit each other."),
    (.otherWeights("a"), 65, "a: its weights are not those that the results are of."),
  ])
  func networkErrors(error: GivenNetworksError, code: Int32, sentence: String) {
    #expect(error.sentence == sentence)
    #expect(error.exitCode.rawValue == code)
  }

  @Test func capacityErrors() {
    let error = CapacityPlanError.tooManyRuns(2e7)
    #expect(
      error.sentence == """
        there would be 20,000,000 runs, networks by --repeats; allowed are at most 10,000,000.
        """)
    #expect(error.exitCode.rawValue == 64)
  }

  @Test func runs() {
    let trained = NetworkRun(network: "a.keras", source: .trained, index: 3)
    #expect(AnyRun(trained).wording == "a.keras, trained, pair 3")
    let twin = NetworkRun(network: "a.keras", source: .twin(.shuffled), index: 0)
    #expect(AnyRun(twin).wording == "a.keras, shuffled, twin 0")
  }

  @Test func differences() {
    #expect(PlanDifference.field(.twinKinds).wording == "other settings (--against differs)")
    #expect(
      PlanDifference.field(.networks).wording
        == "other settings (a network's name or weights, or their order, differs)")
    #expect(
      PlanDifference.format("memprobe divergence", "memprobe comparison").wording
        == "another command ('memprobe divergence' instead of 'memprobe comparison')")
  }

  @Test func missingRunsOfNetworks() {
    let runs = [
      NetworkRun(network: "a", source: .trained, index: 0),
      NetworkRun(network: "a", source: .trained, index: 1),
      NetworkRun(network: "a", source: .twin(.keras), index: 7),
      NetworkRun(network: "b", source: .trained, index: 4),
    ]
    #expect(
      MissingRuns(ofNetworks: runs).sentence == """
        4 runs of the plan are in no part:
          a, trained: pairs 0-1
          a, keras: twin 7
          b, trained: pair 4
        """)
    #expect(MissingRuns(ofNetworks: []).isEmpty)
  }
}
