import Drawing
import Foundation

/// A picture of results: what it shows is settled when it is made, and drawing it measures nothing.
public protocol Figure: Sendable {
  /// By which the command line calls it: the same for the same figure of all results.
  var name: String { get }
  /// What it shows, or what the results say, in a sentence or two. It stands above the panels.
  var title: String { get }
  /// What is to be seen, with its numbers, in one or two sentences: for those who do not see it.
  var alternativeText: String { get }
  /// Protocol, seed and program. It stands below the panels.
  var caption: String { get }
  /// Pixels.
  var size: CGSize { get }

  /// Draws everything but the white background, and marks what is measured.
  func draw(on canvas: inout Canvas)
}

extension Figure {
  /// The figure, ready to be written in any format.
  public var picture: Picture {
    var canvas = Canvas()
    draw(on: &canvas)
    return Picture(canvas: canvas, size: size, title: title, description: alternativeText)
  }
}
