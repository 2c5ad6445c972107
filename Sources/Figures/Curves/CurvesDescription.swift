import Text

/// The numbers of curves in words.
struct CurvesDescription {
  let panels: [CurvePanel]
  /// Of the horizontal axis.
  var unit = "step"
  /// What the curves do.
  let verb: String

  /// A sentence for every panel: its first and last curve at both ends.
  var text: String {
    panels.map { panel in
      let curves = panel.series.filter { !$0.points.isEmpty }
      let told = curves.count > 2 ? [curves[0], curves[curves.count - 1]] : curves
      let clauses = told.compactMap { series -> String? in
        guard let first = series.points.first, let last = series.points.last else { return nil }
        return """
          for \(series.name) the median \(verb) from \(NumberText.twoDigits(first.middle)) at \(unit) \
          \(NumberText.whole(Int(first.x))) to \(NumberText.twoDigits(last.middle)) at \
          \(NumberText.whole(Int(last.x)))
          """
      }
      return "\(panel.heading): \(clauses.isEmpty ? "no measured run" : clauses.joined(separator: "; "))."
    }.joined(separator: " ")
  }
}
