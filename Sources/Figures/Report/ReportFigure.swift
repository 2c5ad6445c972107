import Drawing
import Text

/// A figure on a page: the picture, and over it a place for every value, which shows the value to a pointer and to
/// the keyboard.
struct ReportFigure {
  private let figure: any Figure
  private let picture: Picture
  private let svg: String
  private let id: String
  private let place: String

  /// Above which nobody goes through the values one by one: then they are for the pointer alone.
  static let mostStops = 400

  /// - Parameters:
  ///   - id: different for every element of the page.
  ///   - place: of which file it is, and its number there.
  init(_ figure: any Figure, id: String, place: String) {
    self.figure = figure
    self.id = id
    self.place = place
    picture = figure.picture
    svg = picture.inlineSVG(idPrefix: "\(id)-")
  }

  var html: HTML {
    let image = HTML(
      "div",
      ["class": "image", "role": "img", "aria-label": figure.title, "aria-describedby": "\(id)-words"],
      [.verbatim(svg)])
    let stops = hasStops ? picture.canvas.marks.count : 0
    let region = HTML(
      "div",
      ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": "\(place): \(figure.title)"],
      [HTML("div", ["class": "picture"], [image] + marks)])
    let skip = HTML(
      "a", ["class": "skip", "href": "#\(id)-words"],
      "Skip the \(NumberText.count(stops, "value")) of this figure")
    let words = HTML(
      "figcaption", ["id": "\(id)-words", "tabindex": "-1"], "In words: \(figure.alternativeText)")
    return HTML("figure", ["id": id], (stops > 0 ? [skip] : []) + [region, words])
  }

  private var hasStops: Bool { picture.canvas.marks.count <= Self.mostStops }

  /// Places in percent of the picture, each with a text that the style shows while the place has the pointer or the
  /// focus; where there are too many, with a title, which browsers show to a pointer.
  private var marks: [HTML] {
    let size = picture.size
    func percent(_ part: Double, of whole: Double) -> String {
      "\(NumberText.shortest((part / whole * 10_000).rounded() / 100))%"
    }
    return picture.canvas.marks.flatMap { mark in
      let region = mark.region
      let style = """
        left:\(percent(region.minX, of: size.width));top:\(percent(region.minY, of: size.height));\
        width:\(percent(region.width, of: size.width));height:\(percent(region.height, of: size.height))
        """
      guard hasStops else {
        return [
          HTML("span", ["class": "mark", "aria-hidden": "true", "title": mark.text, "style": style], "")
        ]
      }
      return [
        HTML(
          "span", ["class": "mark", "role": "img", "tabindex": "0", "aria-label": mark.text, "style": style],
          ""),
        HTML("span", ["class": "tip", "aria-hidden": "true"], mark.text),
      ]
    }
  }
}
