import Drawing
import Foundation

/// What every figure has around its panels: headline, explanation, key and notes above them, a caption below.
struct FigureSheet: Sendable {
  /// Every line of its own colour.
  let headline: [(text: String, color: Color)]
  let explanation: String
  let key: Key
  /// In bold, where something is missing from the picture; empty for nothing.
  let notes: String
  let caption: String

  /// Pixels of every figure.
  static let width = 900.0
  /// Where text begins and, from the right, where it ends.
  static let left = 24.0
  static let right = 20.0
  static let textWidth = width - left - right

  private static let headlineFont = Font(size: 20, isBold: true)
  private static let captionFont = Font(size: 11)
  private static let headlineHeight = 26.0
  private static let margin = 16.0

  var title: String { headline.map(\.text).joined(separator: " ") }

  private var headlineLines: [(text: String, color: Color)] {
    headline.flatMap { line in
      PlotText.wrapped(line.text, width: Self.textWidth, font: Self.headlineFont).map { ($0, line.color) }
    }
  }
  private var explanationLines: [String] { PlotText.filled(explanation, width: Self.textWidth) }
  private var captionLines: [String] {
    PlotText.wrapped(caption, width: Self.textWidth, font: Self.captionFont)
  }
  private var noteLines: [String] {
    PlotText.filled(notes, width: Self.textWidth, font: Font(isBold: true))
  }

  /// Where the key begins.
  private var keyTop: Double {
    14 + Self.headlineHeight * Double(headlineLines.count) + PlotText.lineHeight
      * Double(explanationLines.count) + 14
  }

  private var notesTop: Double { keyTop + key.height(width: Self.textWidth) }

  /// Where the panels begin.
  var contentTop: Double {
    notesTop + (notes.isEmpty ? 0 : 4 + PlotText.lineHeight * Double(noteLines.count))
  }

  /// - Parameter contentBottom: where the panels end.
  func size(contentBottom: Double) -> CGSize {
    let caption = PlotText.lineHeight * Double(captionLines.count)
    return CGSize(width: Self.width, height: (contentBottom + caption + Self.margin).rounded(.up))
  }

  /// - Parameter contentBottom: where the panels end.
  func draw(on canvas: inout Canvas, contentBottom: Double) {
    var baseline = 34.0
    for line in headlineLines {
      canvas.text(line.text, at: CGPoint(x: Self.left, y: baseline), Self.headlineFont, line.color)
      baseline += Self.headlineHeight
    }
    for line in explanationLines {
      canvas.text(line, at: CGPoint(x: Self.left, y: baseline), PlotColor.quiet)
      baseline += PlotText.lineHeight
    }
    key.draw(on: &canvas, at: CGPoint(x: Self.left, y: keyTop), width: Self.textWidth)
    for (index, line) in noteLines.enumerated() {
      let place = CGPoint(x: Self.left, y: notesTop + 12 + PlotText.lineHeight * Double(index))
      canvas.text(line, at: place, Font(isBold: true), PlotColor.ink)
    }
    for (index, line) in captionLines.enumerated() {
      let place = CGPoint(x: Self.left, y: contentBottom + 11 + PlotText.lineHeight * Double(index))
      canvas.text(line, at: place, Self.captionFont, PlotColor.quiet)
    }
  }
}
