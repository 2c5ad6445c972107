import Drawing
import Text

/// Curves with their spread: a panel for each network or type of networks.
struct CurvesFigure: Figure {
  let name: String
  let panels: [CurvePanel]
  let x: (axis: CurveAxis, title: String)
  let y: (axis: CurveAxis, title: String)
  var columns = PanelColumns.atMost(2)
  let alternativeText: String
  let sheet: FigureSheet

  /// Above which panels are small, three to a row.
  private static let mostLargePanels = 6

  var panelsBottom: Double { layout.bottom }

  private var layout: PanelGrid {
    let isLarge = panels.count <= Self.mostLargePanels && columns.count <= 2
    var count = max(1, min(panels.count, isLarge ? 2 : 3))
    if case .exactly(let wanted) = columns { count = wanted }
    return PanelGrid(
      count: panels.count, columns: count, top: sheet.contentTop, panelHeight: isLarge ? 330 : 200)
  }

  /// Every height that is drawn.
  private var heights: [Double] {
    panels.flatMap { panel in
      panel.series.flatMap { $0.points.flatMap { [$0.low, $0.middle, $0.high] } } + panel.levels.map(\.value)
    }
  }

  func drawPanels(on canvas: inout Canvas) {
    let (layout, heights) = (layout, heights)
    for (index, panel) in panels.enumerated() {
      let frame = layout.frame(index)
      CurvePanelDrawing(
        panel: panel, frame: frame,
        x: x.axis.placed([], start: frame.minX + 8, end: frame.maxX - 8),
        y: y.axis.placed(heights, start: frame.maxY, end: frame.minY), xTitle: x.title,
        yTitle: layout.isFirst(index) ? y.title : ""
      ).draw(on: &canvas)
    }
  }
}

/// What a panel of curves shows.
struct CurvePanel: Equatable, Sendable {
  let heading: String
  let series: [CurveSeries]
  /// Heights across the whole panel that mean something, with their names.
  var levels: [CurveLevel] = []
}

/// A line with a band around it.
struct CurveSeries: Equatable, Sendable {
  /// At one value of the horizontal axis.
  struct Point: Equatable, Sendable {
    let x: Double
    let low: Double
    let middle: Double
    let high: Double
  }

  /// As in the key.
  let name: String
  let color: Color
  /// By ascending x.
  let points: [Point]
  /// Of some points: their places, and in words what was measured there.
  let descriptions: [Int: String]
}

/// A height across a panel of curves, and what it means.
struct CurveLevel: Equatable, Sendable {
  let value: Double
  let label: String
  /// Whether all below it is shaded.
  var isFloor = false
}

/// The numbers of curves in words.
struct CurvesDescription {
  let panels: [CurvePanel]
  /// Of the horizontal axis.
  var unit = "step"
  /// What the curves do.
  let verb: String
  /// How heights are told.
  var number: (Double) -> String = NumberText.twoDigits

  /// A sentence for every panel: its first and last curve at both ends.
  var text: String {
    panels.map { panel in
      let curves = panel.series.filter { !$0.points.isEmpty }
      let told = curves.count > 2 ? [curves[0], curves[curves.count - 1]] : curves
      let clauses = told.compactMap { series -> String? in
        guard let first = series.points.first, let last = series.points.last else { return nil }
        return """
          for \(series.name) the median \(verb) from \(number(first.middle)) at \(unit) \
          \(NumberText.whole(Int(saturating: first.x))) to \(number(last.middle)) at \
          \(NumberText.whole(Int(saturating: last.x)))
          """
      }
      return "\(panel.heading): \(clauses.isEmpty ? "no measured run" : clauses.joined(separator: "; "))."
    }.joined(separator: " ")
  }
}

extension CurveSeries {
  /// The median of several curves, with a band between two of their quantiles.
  ///
  /// - Parameters:
  ///   - xs: ascending.
  ///   - curves: each of as many values as there are xs; what is not finite is not drawn.
  ///   - told: the places of the points that are described.
  ///   - text: what was measured at such a point.
  init(
    name: String, color: Color, xs: [Double], curves: [[Double]], band: ClosedRange<Double> = 0...1,
    told: ([Point]) -> [Int], text: (Point) -> String
  ) {
    let points = xs.indices.compactMap { place -> Point? in
      let values = curves.map { $0[place] }.filter(\.isFinite)
      guard !values.isEmpty else { return nil }
      let quantiles = Quantiles(values)
      return Point(
        x: xs[place], low: quantiles[band.lowerBound], middle: quantiles[0.5],
        high: quantiles[band.upperBound])
    }
    let descriptions = points.isEmpty ? [] : told(points).map { ($0, text(points[$0])) }
    self.init(
      name: name, color: color, points: points,
      descriptions: Dictionary(descriptions) { first, _ in first })
  }
}

/// The quantiles of some numbers.
struct Quantiles {
  private let sorted: [Double]

  /// - Parameter numbers: at least one.
  init(_ numbers: [Double]) {
    precondition(!numbers.isEmpty)
    sorted = numbers.sorted()
  }

  /// Straight lines between the numbers at equal distances from 0 to 1 (Hyndman and Fan's type 7).
  subscript(_ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let low = min(Int(saturating: place), sorted.count - 1)
    let high = min(low + 1, sorted.count - 1)
    // Of infinities, too, there are quantiles.
    guard place > Double(low), sorted[high] > sorted[low] else { return sorted[low] }
    return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
  }
}
