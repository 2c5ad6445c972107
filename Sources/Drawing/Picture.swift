import Foundation

/// A canvas with its size and what it shows in words: all that it takes to write it in any format.
public struct Picture: Sendable {
  package let canvas: Canvas
  /// Pixels.
  package let size: CGSize
  package let title: String
  /// What it shows, for those who do not see it.
  package let description: String

  package init(canvas: Canvas, size: CGSize, title: String, description: String) {
    self.canvas = canvas
    self.size = size
    self.title = title
    self.description = description
  }

  /// The file, the same for the same picture: it holds no date. In SVG and PDF with title and description, in SVG
  /// also with the marks, as texts that browsers show to a pointer that rests on them.
  ///
  /// - Throws: `DrawingError`.
  package func bytes(_ format: PictureFormat) throws(DrawingError) -> [UInt8] {
    switch format {
    case .svg: Array(SVGDocument(self).file.utf8)
    case .png: try CairoSurface.png(self)
    case .pdf: try CairoSurface.pdf(self)
    }
  }

  /// An SVG element for an HTML page: without XML declaration, background, title, description and marks, which the page
  /// has in its own ways; on dark screens in dark colours.
  ///
  /// - Parameter idPrefix: put before every id; different for every picture of a page.
  package func inlineSVG(idPrefix: String) -> String { SVGDocument(self, idPrefix: idPrefix).element }
}

/// The formats that pictures are made in.
package enum PictureFormat: String, CaseIterable, Sendable {
  case svg
  /// Two pixels for every one of the picture's, for screens that have as many.
  case png
  case pdf

  static let pngScale = 2.0
}

/// A picture that could not be made.
public enum DrawingError: Error, Equatable, Sendable {
  /// What cairo said, like "invalid value (typically too big) for the size of the input".
  case failed(reason: String)
}
