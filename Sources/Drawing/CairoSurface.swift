import CCairo
import Foundation
import Text

/// The functions of cairo, which is opened when the first is called.
let cairo = cairo_load()

/// Makes files with cairo.
enum CairoSurface {
  /// Held whenever cairo may look up a font: the fonts that it keeps for all threads are not safe from each other in
  /// every version (1.16 may end the process in `cairo_scaled_font_destroy`). Recursive, as drawing measures texts.
  static let lock = NSRecursiveLock()

  /// A pixel of the picture is a point of the page, 1/72 inch.
  static func pdf(_ picture: Picture) throws(DrawingError) -> [UInt8] {
    lock.lock()
    defer { lock.unlock() }
    let sink = ByteSink()
    let surface = cairo.pdf_surface_create_for_stream(
      ByteSink.write, Unmanaged.passUnretained(sink).toOpaque(), picture.size.width, picture.size.height)
    defer { cairo.surface_destroy(surface) }
    cairo.pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, picture.title.printable)
    cairo.pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, picture.description.printableLines)
    // Otherwise cairo writes the time of day.
    cairo.pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "")
    draw(picture, on: surface)
    cairo.surface_finish(surface)
    try check(cairo.surface_status(surface))
    return sink.bytes
  }

  static func png(_ picture: Picture) throws(DrawingError) -> [UInt8] {
    lock.lock()
    defer { lock.unlock() }
    let scale = PictureFormat.pngScale
    let width = Int32(clamping: Int(saturating: (picture.size.width * scale).rounded(.up)))
    let height = Int32(clamping: Int(saturating: (picture.size.height * scale).rounded(.up)))
    let surface = cairo.image_surface_create(CAIRO_FORMAT_RGB24, width, height)
    defer { cairo.surface_destroy(surface) }
    cairo.surface_set_device_scale(surface, scale, scale)
    draw(picture, on: surface)
    let sink = ByteSink()
    try check(
      cairo.surface_write_to_png_stream(surface, ByteSink.write, Unmanaged.passUnretained(sink).toOpaque()))
    return sink.bytes
  }

  /// What goes wrong is kept in the surface's status.
  private static func draw(_ picture: Picture, on surface: OpaquePointer?) {
    let context = CairoContext(surface)
    context.draw([.fill(.rectangle(CGRect(origin: .zero, size: picture.size)), .white)])
    context.draw(picture.canvas.shapes)
  }

  private static func check(_ status: cairo_status_t) throws(DrawingError) {
    guard status != CAIRO_STATUS_SUCCESS else { return }
    throw .failed(reason: cairo.status_to_string(status).map { String(cString: $0) } ?? "\(status)")
  }
}

/// Collects the bytes that cairo writes.
final class ByteSink {
  private(set) var bytes: [UInt8] = []

  /// For cairo's streams, whose closure is a sink.
  static let write: cairo_write_func_t = { closure, data, count in
    guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
    let sink = Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
    sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
    return CAIRO_STATUS_SUCCESS
  }
}
