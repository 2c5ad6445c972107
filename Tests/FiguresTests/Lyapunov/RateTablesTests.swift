import Experiments
import Foundation
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Figures

@Suite struct RateTablesTests {
  private static func grid(_ hidden: [Int] = [2, 4], gain: Double = 1) -> NetworkGrid {
    var initialization = Initialization(.glorot)
    initialization.gain = gain
    return NetworkGrid(
      cells: [.gru], layers: [1], hiddenSizes: hidden, inputSizes: [1], initialization: initialization)
  }

  /// Differences decay by 0.1 a step, but of the last two repeats, which diverge.
  private func divergence(
    _ subjects: Subjects = .drawn(grid()), seed: UInt64 = 0, precisions: [Precision] = [.float32],
    revision: Int = Divergence.arithmeticRevision
  ) throws -> Results<Divergence> {
    let plan = try Plan<Divergence>(
      subjects: subjects, repeats: 8, settings: Example.settings([0.1]), seed: seed, precisions: precisions,
      arithmeticRevision: revision)
    return plan.results { run in
      let settled = CensoredSteps(steps: 50, reached: true)
      var found = Example.measurement(
        settled: settled, thresholds: [settled], outcome: run.repeatIndex < 6 ? .merged : .diverged)
      found.decay = DecayFit(
        rate: -0.1 - 1e-4 * Double(run.repeatIndex), standardError: 1e-5, firstStep: 1, lastStep: 50)
      return .measured(found)
    }
  }

  private func lyapunov(
    _ subjects: Subjects = .drawn(grid([4, 2])), seed: UInt64 = 0, scale: Double = 1, exponent: Double = -0.1,
    precisions: [Precision] = [.float64]
  ) throws -> Results<Lyapunov> {
    let plan = try Plan<Lyapunov>(
      subjects: subjects, repeats: 10, settings: LyapunovSettings(inputScale: scale), seed: seed,
      precisions: precisions)
    return plan.results { _ in
      .measured(LyapunovMeasurement(exponents: [exponent], standardErrors: [1e-4], stateSize: 2))
    }
  }

  private func lines(_ text: String) -> [[String]] {
    text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  }

  @Test func networksThatBothAreOf() throws {
    let text = try RateTables(divergence(), lyapunov()).text()
    #expect(
      text.hasPrefix(
        "Decay of differences (in float32) beside Lyapunov exponents (in float64)\n(rate: slope of the logarithm"
      ))
    let rows = lines(text).filter { $0.first == "GRU" }
    #expect(rows.map { $0[1] } == ["2", "4"])
    #expect(
      rows[0] == [
        "GRU", "2", "│", "6", "-0.1", "-0.1", "4.08e-5", "-0.25", "±", "0.306%", "agree", "2", "not",
        "decaying",
      ], "\(text)")
    // Only some are in both.
    #expect(
      try lines(RateTables(divergence(), lyapunov(.drawn(Self.grid([4, 8])))).text())
        .filter { $0.first == "GRU" }.map { $0[1] } == ["4"])
  }

  /// Nothing that the numbers do not bear out is called an agreement.
  @Test(arguments: [(-0.2, "differ"), (0.1, "differ"), (-0.1, "agree"), (-Double.infinity, "–")])
  func verdicts(exponent: Double, word: String) throws {
    let text = try RateTables(divergence(), lyapunov(exponent: exponent)).text()
    for row in lines(text) where row.first == "GRU" {
      #expect(row.contains(word) && row.contains("agree") == (word == "agree"), "\(row)")
    }
  }

  /// Differences of a precision stand beside exponents of the same, or else of the finest.
  @Test func precisions() throws {
    let tables = try RateTables(
      divergence(precisions: [.bfloat16, .float64]), lyapunov(precisions: [.float32, .bfloat16])
    ).tables
    #expect(
      tables.map(\.title) == [
        "Decay of differences (in bfloat16 fused) beside Lyapunov exponents (in bfloat16 fused)",
        "Decay of differences (in float64) beside Lyapunov exponents (in float32)",
      ])
  }

  @Test func whatDoesNotBelongTogether() throws {
    let networks = ["a", "b"].map { Example.network($0, (.rnn, 1, 2)) }
    let other = [Example.network("a", (.rnn, 1, 2), weight: 0.25)]
    func expect(
      _ error: RateMismatch, _ divergence: Results<Divergence>, _ lyapunov: Results<Lyapunov>
    ) { #expect(throws: error) { try RateTables(divergence, lyapunov) } }
    expect(.setting("seed"), try divergence(), try lyapunov(seed: 1))
    expect(.setting("input-scale"), try divergence(), try lyapunov(scale: 0.5))
    expect(.setting("initializer"), try divergence(), try lyapunov(.drawn(Self.grid(gain: 2))))
    expect(.nothingShared, try divergence(), try lyapunov(.drawn(Self.grid([16]))))
    expect(.nothingShared, try divergence(), try lyapunov(.given(networks)))
    expect(.weights("a"), try divergence(.given(networks)), try lyapunov(.given(other)))
    expect(.floorsNotMeasured, try divergence(revision: 1), try lyapunov())
    #expect(
      try RateTables(divergence(.given(networks)), lyapunov(.given([networks[1]]))).text().contains(" b │"))
  }

  /// On a page with both, the table stands among those of the exponents; nowhere else.
  @Test func onAPage() throws {
    func source(_ results: any AnyResults) -> Report.Source {
      Report.Source(document: Document(path: "a.h5", results: results, provenance: nil), command: nil)
    }
    func count(_ sources: [Report.Source]) throws -> Int {
      Report(sources, program: "x").html().components(separatedBy: "Decay of differences (in").count - 1
    }
    let (one, other) = (source(try divergence()), source(try lyapunov()))
    #expect(try count([one, other]) > 0)
    #expect(try count([one]) == 0 && count([other]) == 0)
    #expect(try count([one, source(try lyapunov(seed: 1))]) == 0)
  }
}
