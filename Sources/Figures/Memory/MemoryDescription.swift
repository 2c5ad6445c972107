import Text

/// The numbers of a memory figure in words.
struct MemoryDescription {
  let panels: [MemoryPanel]

  /// A sentence for every panel.
  var text: String {
    let sentences = panels.map { panel in
      let curves = panel.curves.compactMap(Self.clause)
      return "\(panel.heading): \(curves.isEmpty ? "no measured run" : curves.joined(separator: "; "))."
    }
    return "Shared steps against hidden size. " + sentences.joined(separator: " ")
  }

  /// bit-identical for good after a median of 38 steps at hidden size 1 and ≥99,000 at 128
  private static func clause(_ curve: MemoryCurve) -> String? {
    guard let first = curve.points.first, let last = curve.points.last else { return nil }
    func steps(_ point: MemoryPoint) -> String {
      NumberText.steps(point.median, isLowerBound: point.medianIsLowerBound)
    }
    let start = "\(curve.label) after a median of \(steps(first)) steps at hidden size \(first.hiddenSize)"
    return first == last ? start : "\(start) and \(steps(last)) at \(last.hiddenSize)"
  }
}
