import CCairo
import Foundation

/// Draws shapes on a surface of cairo.
final class CairoContext {
  private let context: OpaquePointer?

  init(_ surface: OpaquePointer?) {
    context = cairo_create(surface)
    let options = FontOptions.create()
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
  }

  deinit { cairo_destroy(context) }

  func draw(_ shapes: [Shape]) {
    for shape in shapes {
      switch shape {
      case .fill(let path, let color):
        set(color)
        trace(path)
        cairo_fill(context)
      case .stroke(let path, let stroke):
        set(stroke.color)
        cairo_set_line_width(context, stroke.width)
        cairo_set_dash(context, stroke.dash, Int32(stroke.dash.count), 0)
        trace(path)
        cairo_stroke(context)
      case .text(let run):
        draw(run)
      case .clipped(let frame, let shapes):
        cairo_save(context)
        cairo_rectangle(context, frame.minX, frame.minY, frame.width, frame.height)
        cairo_clip(context)
        draw(shapes)
        cairo_restore(context)
      }
    }
  }

  private func set(_ color: Color) {
    cairo_set_source_rgba(context, color.red, color.green, color.blue, color.opacity)
  }

  private func trace(_ path: Path) {
    cairo_new_path(context)
    for element in path.elements {
      switch element {
      case .move(let point): cairo_move_to(context, point.x, point.y)
      case .line(let point): cairo_line_to(context, point.x, point.y)
      case .circle(let center, let radius):
        cairo_new_sub_path(context)
        cairo_arc(context, center.x, center.y, radius, 0, 2 * .pi)
        cairo_close_path(context)
      case .close: cairo_close_path(context)
      }
    }
  }

  private func draw(_ run: TextRun) {
    set(run.color)
    cairo_save(context)
    cairo_translate(context, run.anchor.x, run.anchor.y)
    if run.rotation != 0 { cairo_rotate(context, run.rotation * .pi / 180) }
    cairo_select_font_face(context, Font.family, run.font.slant, run.font.weight)
    cairo_set_font_size(context, run.font.size)
    cairo_move_to(context, run.start, 0)
    cairo_show_text(context, run.text)
    cairo_restore(context)
  }
}
