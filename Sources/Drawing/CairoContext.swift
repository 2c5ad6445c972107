import CCairo
import Foundation

/// Draws shapes on a surface of cairo.
final class CairoContext {
  private let context: OpaquePointer?

  init(_ surface: OpaquePointer?) {
    context = cairo.create(surface)
    let options = FontOptions.create()
    cairo.set_font_options(context, options)
    cairo.font_options_destroy(options)
    cairo.set_line_join(context, CAIRO_LINE_JOIN_ROUND)
  }

  deinit { cairo.destroy(context) }

  func draw(_ shapes: [Shape]) {
    for shape in shapes {
      switch shape {
      case .fill(let path, let color):
        set(color)
        trace(path)
        cairo.fill(context)
      case .stroke(let path, let stroke):
        set(stroke.color)
        cairo.set_line_width(context, stroke.width)
        cairo.set_dash(context, stroke.dash, Int32(stroke.dash.count), 0)
        trace(path)
        cairo.stroke(context)
      case .text(let run):
        draw(run)
      case .clipped(let frame, let shapes):
        cairo.save(context)
        cairo.rectangle(context, frame.minX, frame.minY, frame.width, frame.height)
        cairo.clip(context)
        draw(shapes)
        cairo.restore(context)
      }
    }
  }

  private func set(_ color: Color) {
    cairo.set_source_rgba(context, color.red, color.green, color.blue, color.opacity)
  }

  private func trace(_ path: Path) {
    cairo.new_path(context)
    for element in path.elements {
      switch element {
      case .move(let point): cairo.move_to(context, point.x, point.y)
      case .line(let point): cairo.line_to(context, point.x, point.y)
      case .circle(let center, let radius):
        cairo.new_sub_path(context)
        cairo.arc(context, center.x, center.y, radius, 0, 2 * .pi)
        cairo.close_path(context)
      case .close: cairo.close_path(context)
      }
    }
  }

  private func draw(_ run: TextRun) {
    set(run.color)
    cairo.save(context)
    cairo.translate(context, run.anchor.x, run.anchor.y)
    if run.rotation != 0 { cairo.rotate(context, run.rotation * .pi / 180) }
    cairo.select_font_face(context, Font.family, run.font.slant, run.font.weight)
    cairo.set_font_size(context, run.font.size)
    cairo.move_to(context, run.start, 0)
    cairo.show_text(context, run.text)
    cairo.restore(context)
  }
}
