import Testing

@testable import Experiments

@Suite struct TwinComparisonTests {
  /// Four p-values in order: times 4, 3, 2 and 1, none below the one before.
  @Test func byHand() {
    #expect(Holm.adjusted([0.01, 0.04, 0.03, 0.005]) == [0.03, 0.06, 0.06, 0.02])
    #expect(Holm.adjusted([0.02, 0.02]) == [0.04, 0.04])
    #expect(Holm.adjusted([0.5, 0.9]) == [1, 1])
    #expect(Holm.adjusted([0.2]) == [0.2])
    #expect(Holm.adjusted([]).isEmpty)
  }

  @Test func whatHasNoPValueDoesNotCount() {
    let adjusted = Holm.adjusted([.nan, 0.01, .nan, 0.03])
    #expect(adjusted[1] == 0.02)
    #expect(adjusted[3] == 0.03)
    #expect(adjusted[0].isNaN && adjusted[2].isNaN)
  }
}
