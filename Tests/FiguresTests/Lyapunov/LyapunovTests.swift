import Experiments
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Figures

@Suite struct LyapunovFiguresTests {
  /// Two repeats. The exponents of n units are -1/n, less 0.01 in the second repeat, and -1; the c of an LSTM is lost.
  private func results(
    cells: [CellType] = [.gru, .lstm], hiddenSizes: [Int] = [4, 2], inputSizes: [Int] = [1],
    isEmpty: Bool = false, units: Int = 0
  ) throws -> Results<Lyapunov> {
    let plan = try Plan<Lyapunov>(
      subjects: .drawn(NetworkGrid(cells: cells, hiddenSizes: hiddenSizes, inputSizes: inputSizes)),
      repeats: 2,
      settings: LyapunovSettings(exponents: 6, timeScales: [2, 1_000], unitCount: units))
    return plan.results { run in
      guard !isEmpty else { return nil }
      let (units, isLSTM) = (run.hiddenSize, run.shape.cell == .lstm)
      let rest = isLSTM ? -Double.infinity : .nan
      let exponents =
        [-1 / Double(units) - 0.01 * Double(run.repeatIndex)] + Array(repeating: -1, count: units - 1)
        + Array(repeating: rest, count: 6 - units)
      let shown = exponents.enumerated().map { $0.offset < (isLSTM ? 2 : 1) * units ? $0.element : .nan }
      return .measured(
        LyapunovMeasurement(
          exponents: shown, standardErrors: shown.map { $0.isFinite ? 0.001 : .nan },
          stateSize: (isLSTM ? 2 : 1) * units,
          unitTimeScales: (0..<plan.settings.unitCount).map { unit in
            run.shape.cell == .rnn || unit >= units ? .nan : [1, 2, 1_500, .infinity][unit]
          }))
    }
  }

  private func given(_ networks: [GivenNetwork], exponent: Double = -0.1) throws -> Results<Lyapunov> {
    let plan = try Plan<Lyapunov>(
      subjects: .given(networks), repeats: 1, settings: LyapunovSettings(exponents: 2))
    return plan.results { _ in
      .measured(
        LyapunovMeasurement(exponents: [exponent, -1], standardErrors: [0.01, 0.01], stateSize: 2))
    }
  }

  // MARK: Tables

  /// Worked by hand: of an LSTM of 4 units six exponents were asked for, of which two are lost, of eight.
  @Test func aLineForEachNetwork() throws {
    let text = try results().summary()
    #expect(text.hasPrefix("Lyapunov exponents\n(λ1: the largest exponent"))
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(
      lines.contains(["GRU", "4", "│", "-0.255", "1e-3", "7.07e-3", "3.92", "1", "0", "0", "4", "0", "0"]))
    #expect(
      lines.contains(["LSTM", "4", "│", "-0.255", "1e-3", "7.07e-3", "3.92", "1", "0", "2", "8", "0", "0"]))
    #expect(
      lines.contains(["GRU", "2", "│", "-0.505", "1e-3", "7.07e-3", "1.98", "0", "0", "0", "2", "0", "0"]))
    #expect(
      text.hasSuffix("\n8 runs: largest exponent below 0: differences fade\n8 measured runs\n"), "\(text)")
    let gaps = try results(isEmpty: true).summary().split(separator: "\n")
    #expect(gaps.contains { $0.split(separator: " ") == ["GRU", "4", "│", "–"] })
  }

  /// Nothing is said of growth or fading that the errors do not bear out.
  @Test(arguments: [
    (0.02, "1 run: within three standard errors of 0, which is not told apart"),
    (-0.02, "1 run: within three standard errors of 0, which is not told apart"),
    (0.2, "1 run: above 0: the slightest differences grow"),
    (-0.2, "1 run: largest exponent below 0: differences fade"),
  ])
  func whatIsSaid(exponent: Double, sentence: String) throws {
    let results = try given([Example.network("a", (.rnn, 1, 2))], exponent: exponent)
    #expect(results.presentation.outcomes == [sentence, "1 measured run"])
  }

  // MARK: Twins

  /// A trained network at -0.1; twins at -0.25 and -0.35 in turn, in both repeats.
  private func compared(
    _ networks: [GivenNetwork] = [Example.network("a", (.rnn, 1, 2))], kinds: [TwinKind] = [.glorot],
    twins: Int = 40, exponent: Double = -0.1
  ) throws -> Results<Lyapunov> {
    let plan = try Plan<Lyapunov>(
      subjects: .given(networks, twinKinds: kinds, twins: twins), repeats: 2,
      settings: LyapunovSettings(exponents: 2, unitCount: 0))
    return plan.results { run in
      let largest = run.isOfTwin ? (run.twin.isMultiple(of: 2) ? -0.25 : -0.35) : exponent
      return .measured(
        LyapunovMeasurement(exponents: [largest, -1], standardErrors: [0.01, 0.01], stateSize: 2))
    }
  }

  /// Worked by hand: 40 numbers 0.05 from their mean, whose median is between the two; 2 of 41 are as extreme.
  @Test func besideTwins() throws {
    let text = try compared().summary()
    #expect(
      text.contains(
        """

        a: input size 1, RNN 2
        (λ1: the largest exponent, of every network its median over 2 repeats; mean, std and range are over the networks)
        (a larger one is slower forgetting where it is below 0, and faster growth of differences where it is above)
        (Kaplan-Yorke: dimension of the attractor, mean; – where the exponents measured do not tell)
           networks │ λ1, in nats per step
         (how many) │ mean     std  lowest  highest  Kaplan-Yorke
        ────────────┼────────────────────────────────────────────
        trained (1) │ -0.1                                      0
        glorot (40) │ -0.3  0.0506   -0.35    -0.25             0

        a against random networks of its shape
        (above: twins whose median over the repeats is smaller)
        (difference: median of the network less that of the twins;
        95%: its interval, by a bootstrap over twins and repeats)
        (ICC: intraclass correlation of the twins' repeats: 1 where further repeats say nothing new)
        (p: exact permutation test of the rank among the twins, two-sided,
        corrected by Holm's method for the one comparison of these results; so many
        twins can make it as small as 0.049)
         twins │ the network against its twins
               │    above  difference           95%   ICC      p                 finding at 5%
        ───────┼──────────────────────────────────────────────────────────────────────────────
        glorot │ 40 of 40         0.2  0.15 to 0.25  1.00  0.049  λ1 of this network is larger

        """), "\(text)")
    // The network alone among the exponents; twins are counted in the outcomes.
    #expect(text.hasPrefix("Lyapunov exponents\n") && !text.contains("twin 3"))
    #expect(text.hasSuffix("82 runs: largest exponent below 0: differences fade\n82 measured runs\n"))
    let introduction = try compared().presentation.introduction.joined()
    #expect(introduction.contains("its twins, which read the same inputs. A network counts once"))
    #expect(try compared().presentation.heading == "How fast a forget, against random twins")
  }

  /// Nothing is claimed that so few twins, or a network among them, cannot bear out.
  @Test(arguments: [(38, -0.1), (40, -0.3), (40, -0.25)]) func nothingIsClaimed(twins: Int, exponent: Double)
    throws
  {
    let text = try compared(twins: twins, exponent: exponent).summary()
    #expect(
      text.contains("no difference found") && !text.contains("λ1 of this"))
    #expect(text.contains("nothing can be found without more --twins") == (twins == 38))
  }

  /// By each kind, and of a group as a sample.
  @Test func kindsAndGroups() throws {
    let kinds = try compared(kinds: [.glorot, .shuffled], twins: 79, exponent: -0.5).summary()
    #expect(kinds.contains("shuffled (79) │ ") && kinds.contains("for all 2 comparisons"))
    #expect(kinds.components(separatedBy: "λ1 of this network is smaller").count == 3)
    let group = [0.5, 0.25].map { Example.network("\($0)", (.rnn, 1, 2), weight: $0, group: "g") }
    let text = try compared(group, twins: 9).summary()
    #expect(text.contains("\ng: 2 networks against random networks of their shape\n"))
    #expect(text.contains("λ1 of these networks is larger") && text.contains("glorot (18) │ "))
  }

  /// A row for every checkpoint and kind of twins, and the band of the twins behind the curve.
  @Test func checkpointsBesideTwins() throws {
    let results = try compared(
      [10, 200].map { (step: Int) in Example.network("step-\(step)", (.rnn, 1, 2), checkpoint: step) })
    let text = results.summary()
    #expect(text.contains("2 checkpoints: input size 1, RNN 2") && text.contains("200, glorot (40) │ "))
    #expect(text.contains("Every checkpoint against random networks of its shape"))
    let figures = results.figures()
    #expect(figures.map(\.name) == ["exponent-over-training", "lyapunov-spectrum"])
    let series = try #require((figures.first as? CurvesFigure)?.panels.first).series
    #expect(series.map(\.name) == ["glorot twins", "the network"])
    #expect(
      series[0].points.allSatisfy { $0.low == -0.35 && $0.high == -0.25 && abs($0.middle + 0.3) < 1e-12 })
    #expect(series[1].points.map(\.middle) == [-0.1, -0.1])
    // A panel for each network, and none for its twins.
    #expect((figures.last as? CurvesFigure)?.panels.count == 2)
  }

  // MARK: Figures

  @Test func overHiddenSize() throws {
    let results = try results()
    #expect(results.figures().map(\.name) == ["largest-exponent", "lyapunov-spectrum"])
    let figure = try #require(results.figures(program: "memprobe 1.2.3").first as? CurvesFigure)
    let series = try #require(figure.panels.first).series
    #expect(series.map(\.name) == ["GRU", "LSTM"])
    #expect(series[0].points.map(\.x) == [2, 4] && series[0].points.map(\.high) == [-0.5, -0.25])
    #expect(series[0].descriptions[1] == "GRU at 4: median largest exponent -0.255 (-0.26 to -0.25)")
    #expect(figure.panels[0].levels.map(\.value) == [0])
    #expect(
      figure.caption.hasPrefix(
        "Standard normal inputs; washout of 1,000 steps; alignment of 1,000; growth averaged over 10,000 steps"
      ))
    #expect(figure.caption.hasSuffix("weights: glorot; computed in float64; seed 0. memprobe 1.2.3"))
    let one = try self.results(hiddenSizes: [2])
    #expect(one.figures().map(\.name) == ["lyapunov-spectrum"])
  }

  @Test func spectra() throws {
    let figure = LyapunovSpectra(results: try results(inputSizes: [1, 3]), caption: "").figure
    #expect(
      figure.panels.map(\.heading) == ["GRU, 1 input", "GRU, 3 inputs", "LSTM, 1 input", "LSTM, 3 inputs"])
    #expect(figure.panels[0].series.map { $0.points.count } == [2, 4])
    // What is minus infinity has no place, and is told.
    #expect(figure.panels[2].series.map { $0.points.count } == [2, 4])
    #expect(figure.sheet.notes == "Not drawn: 16 of 64 exponents, which are minus infinity.")
    #expect(figure.panels[0].series[1].descriptions[0]?.hasSuffix("exponent 1 of 4: median -0.255") == true)
    #expect(LyapunovSpectra(results: try results(cells: [.gru]), caption: "").figure.sheet.notes.isEmpty)
  }

  /// Worked by hand: of 4 units 1, 2, 1,500 and infinitely many steps, of 2 the first two, of an RNN none.
  @Test func timeScalesOfUnits() throws {
    let results = try results(cells: [.rnn, .lstm], units: 4)
    let tables = results.presentation.tables
    #expect(tables.map(\.title) == ["Lyapunov exponents", "Time scales of units"])
    let cells = tables[1].table.rows.map(\.cells)
    #expect(cells[0] == ["–"] + Array(repeating: "", count: 7))
    #expect(cells[2] == ["8", "1", "1", "751", "∞", "∞", "0.5", "0.5"], "\(cells)")
    #expect(cells[3] == ["4", "1", "1", "1.5", "2", "2", "0.0", "0.0"], "\(cells)")
    let figure = try #require(results.figures().last as? CurvesFigure)
    #expect(figure.name == "unit-time-scales")
    let panel = try #require(figure.panels.last)
    #expect(figure.panels.map(\.series.count) == [2])
    for series in panel.series {
      #expect(series.points.first?.x == 1 && abs((series.points.last?.x ?? 0) - 10_000) < 1e-6)
    }
    // As many are beyond 1,500 as keep everything: a quarter of the four.
    #expect(panel.series.map { $0.points.last?.middle } == [0, 0.25])
    #expect(panel.series.map { $0.points.first?.middle } == [0.5, 0.75])
    // Where nothing is kept by gates, nothing is said of it.
    for other in [
      try self.results(cells: [.rnn], units: 4), try self.results(),
      try self.results(isEmpty: true, units: 4),
    ] {
      #expect(other.presentation.tables.count == 1)
      #expect(!other.figures().contains { $0.name == "unit-time-scales" })
      #expect(!other.presentation.introduction.joined().contains("own time scale"))
    }
  }

  @Test func overTraining() throws {
    let networks = [10, 200].map { (step: Int) in
      Example.network("step-\(step)", (.rnn, 1, 2), checkpoint: step)
    }
    let results = try given(networks)
    #expect(results.figures().map(\.name) == ["exponent-over-training", "lyapunov-spectrum"])
    let figure = try #require(results.figures().first as? CurvesFigure)
    #expect(figure.panels[0].series[0].points.map(\.x) == [10, 200])
    #expect(figure.panels[0].series[0].points.allSatisfy { $0.middle == -0.1 })
  }

  @Test func everythingHasRoom() throws {
    let networks = ["a.keras", String(repeating: "long-", count: 50)].map {
      Example.network($0, (.rnn, 1, 2))
    }
    for results in [
      try results(), try results(units: 4), try results(isEmpty: true), try given(networks),
      try compared(networks), try compared([Example.network("s", (.rnn, 1, 2), checkpoint: 3)]),
    ] {
      for figure in results.figures() {
        let canvas = figure.picture.canvas
        #expect(canvas.touchingTexts == [] && canvas.textsBeyond(figure.size) == [])
        let words = Set(canvas.texts.joined(separator: " ").split(separator: " "))
        #expect(words.isDisjoint(with: ["nan", "inf", "-inf"]))
      }
    }
  }
}
