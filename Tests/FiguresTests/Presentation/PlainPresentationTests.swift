import Experiments
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Figures

/// A measure of which the figures know nothing.
private enum Toy: Measure {
  struct Settings: SettingGroup {
    var levels = [1, 2]
    static let standard = Settings()
    static let settings: [Setting<Settings>] = [
      .wholes("toy-levels", \.levels, in: 1...9, "Levels.")
    ]
  }

  struct Value: Equatable {
    var score = 0.0
    var profile: [Double] = [0, 0, 0]
  }

  struct Failure: RunFailure {
    let reason = "none"
  }

  static let name = "toy"
  static let title = "How well networks play"
  static let arithmeticRevision = 1
  static let offer = NetworkOffer(fixed: ["input-sizes"])

  static func axes(_ settings: Settings) -> [Axis] {
    settings.levels.count == 1 ? [] : [Axis("level", "level of the game", .wholes(settings.levels))]
  }

  static func columns(_ settings: Settings) -> [Column<Value>] {
    [
      .number("score", \.score, "points won", units: "points"),
      .numbers(
        "profile", \.profile, along: Axis("minute", "minutes played", .wholes([1, 2, 3])), longName: "skill"),
    ]
  }

  static func statistics(_ settings: Settings) -> [Statistic<Value>] { [] }
  static func blank(_ settings: Settings) -> Value { Value() }
  static func cost(_ shape: NetworkShape, at point: [Int], settings: Settings) -> Double { 1 }
  static func bytes(_ shape: NetworkShape, runs: Int, settings: Settings, precision: Precision) -> Double {
    1
  }
  static func inputPath(_ run: Run, inputSize: Int, settings: Settings) -> [UInt64] { [] }
  static func inputs<Scalar: NetworkScalar>(
    of index: Int, in lineup: Lineup<Toy, Scalar>
  ) -> [RunInput<Scalar>] { [] }
  static func measure<Scalar: NetworkScalar>(
    _ lineup: Lineup<Toy, Scalar>, completed: (Int, Result<Value, Failure>) -> Void
  ) throws(CancellationError) {}
}

/// A measure without a presentation of its own is shown all the same.
@Suite struct PlainPresentationTests {
  /// A network of n units scores n at level 1 and 10 n at level 2, half a point less in its second repeat. Nothing
  /// is known of the largest at level 2.
  private func results(
    levels: [Int] = [1, 2], subjects: Subjects? = nil
  ) throws -> Results<Toy> {
    let grid = NetworkGrid(cells: [.lstm, .gru], hiddenSizes: [2, 4], inputSizes: [1])
    let plan = try Plan<Toy>(
      subjects: subjects ?? .drawn(grid), repeats: 2, settings: Toy.Settings(levels: levels))
    return plan.results { run in
      let units = Double(plan.outline(of: run.subject).outputSize)
      if units == 4 && run.point == [1] { return nil }
      let score = (run.point == [1] ? 10 : 1) * units - 0.5 * Double(run.repeatIndex)
      return .measured(Toy.Value(score: score, profile: [score, 2 * score, 3 * score]))
    }
  }

  @Test func aTableOverTheMeasuresOwnAxis() throws {
    let text = try results().summary()
    #expect(
      text.hasPrefix(
        """
        LSTM: How well networks play
        (points won, mean, in points)
        (– no number)
        hidden size │ level of the game
            (units) │    1     2
        ────────────┼──────────────────
                  2 │ 1.75  19.8
                  4 │ 3.75     –

        GRU: How well
        """))
    #expect(text.hasSuffix("\n\n12 measured runs; 4 not run yet\n"))
    let heat = try results().summary(on: Terminal(colors: .full))
    #expect(heat.contains("\u{1b}[48") || heat.contains(";48;2;"))
  }

  @Test func aLineForEachNetwork() throws {
    let networks = [Example.network("a.keras", (.rnn, 1, 2)), Example.network("b.onnx", (.rnn, 1, 4))]
    let text = try results(levels: [1], subjects: .given(networks)).summary()
    #expect(
      text == """
        How well networks play
        (mean score: points won, mean, in points)
        network │ 2 repeats
                │ mean score
        ────────┼───────────
        a.keras │       1.75
         b.onnx │       3.75

        4 measured runs

        """)
  }

  @Test func aMapAndCurves() throws {
    let figures = try results().figures(program: "memprobe 1.2.3")
    #expect(figures.map(\.name) == ["mean-score", "mean-profile"])
    let map = try #require(figures[0] as? HeatMapFigure)
    #expect(map.panels.map(\.heading) == ["LSTM", "GRU"])
    #expect(
      map.panels[0].cells.map { $0.map(\.value) } == [
        [.measured(1.75), .measured(19.75)], [.measured(3.75), .missing],
      ])
    #expect(map.caption == "2 repeats; weights: glorot; float32; seed 0. memprobe 1.2.3")
    let curves = try #require(figures[1] as? CurvesFigure)
    #expect(curves.panels[0].series.map(\.name) == ["LSTM, 2, 1", "LSTM, 2, 2", "LSTM, 4, 1", "LSTM, 4, 2"])
    #expect(curves.panels[0].series[0].points.map(\.middle) == [1.75, 3.5, 5.25])
    for figure in figures {
      let canvas = figure.picture.canvas
      #expect(canvas.touchingTexts == [] && canvas.textsBeyond(figure.size) == [])
      #expect(canvas.texts.contains("Not finished: 12 of 16 runs."))
    }
  }

  @Test func aSectionOfAReport() throws {
    let document = Document(path: "toy.h5", results: try results(), provenance: nil)
    let html = Report([Report.Source(document: document, command: nil)], program: "memprobe 10").html()
    #expect(html.contains("toy.h5: How well networks play</h2>"))
    #expect(html.contains("<dt>Toy levels</dt>\n<dd>1 · 2</dd>"))
    #expect(html.matches(of: /<table/).count == 2 && html.matches(of: /<figure\ /).count == 2)
  }

  /// The list of figures in help texts: names in a column, what they show in the next.
  @Test func helpOfFigures() {
    let lines = FigureHelp.text.split(separator: "\n").map(String.init)
    #expect(lines[0] == "Of a grid of networks:")
    #expect(lines[1] == "  memory                  steps to bit-identity and to 1e-6 over hidden size")
    #expect(lines.filter { $0.hasPrefix("Of ") }.count == 6 && lines.count == 30)
  }
}
