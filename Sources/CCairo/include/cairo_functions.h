#ifndef CCAIRO_FUNCTIONS_H
#define CCAIRO_FUNCTIONS_H

#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>

// The functions of cairo that are used, without their prefix.
#define CCAIRO_FUNCTIONS(FUNCTION)                                                                                     \
  FUNCTION(arc)                                                                                                        \
  FUNCTION(clip)                                                                                                       \
  FUNCTION(close_path)                                                                                                 \
  FUNCTION(create)                                                                                                     \
  FUNCTION(destroy)                                                                                                    \
  FUNCTION(fill)                                                                                                       \
  FUNCTION(font_face_destroy)                                                                                          \
  FUNCTION(font_options_create)                                                                                        \
  FUNCTION(font_options_destroy)                                                                                       \
  FUNCTION(font_options_set_antialias)                                                                                 \
  FUNCTION(font_options_set_hint_metrics)                                                                              \
  FUNCTION(font_options_set_hint_style)                                                                                \
  FUNCTION(image_surface_create)                                                                                       \
  FUNCTION(line_to)                                                                                                    \
  FUNCTION(move_to)                                                                                                    \
  FUNCTION(new_path)                                                                                                   \
  FUNCTION(new_sub_path)                                                                                               \
  FUNCTION(pdf_surface_create_for_stream)                                                                              \
  FUNCTION(pdf_surface_set_metadata)                                                                                   \
  FUNCTION(rectangle)                                                                                                  \
  FUNCTION(restore)                                                                                                    \
  FUNCTION(rotate)                                                                                                     \
  FUNCTION(save)                                                                                                       \
  FUNCTION(scaled_font_create)                                                                                         \
  FUNCTION(scaled_font_destroy)                                                                                        \
  FUNCTION(scaled_font_text_extents)                                                                                   \
  FUNCTION(select_font_face)                                                                                           \
  FUNCTION(set_dash)                                                                                                   \
  FUNCTION(set_font_options)                                                                                           \
  FUNCTION(set_font_size)                                                                                              \
  FUNCTION(set_line_join)                                                                                              \
  FUNCTION(set_line_width)                                                                                             \
  FUNCTION(set_source_rgba)                                                                                            \
  FUNCTION(show_text)                                                                                                  \
  FUNCTION(status_to_string)                                                                                           \
  FUNCTION(stroke)                                                                                                     \
  FUNCTION(surface_destroy)                                                                                            \
  FUNCTION(surface_finish)                                                                                             \
  FUNCTION(surface_set_device_scale)                                                                                   \
  FUNCTION(surface_status)                                                                                             \
  FUNCTION(surface_write_to_png_stream)                                                                                \
  FUNCTION(toy_font_face_create)                                                                                       \
  FUNCTION(translate)

#define CCAIRO_FIELD(name) __typeof__(&cairo_##name) _Nonnull name;
struct cairo_functions {
  CCAIRO_FUNCTIONS(CCAIRO_FIELD)
};
#undef CCAIRO_FIELD

/// Opens cairo and finds its functions; to be called once. Until a picture is drawn cairo is not a part of the process,
/// and neither are the dozen libraries that it needs: most commands draw nothing.
struct cairo_functions cairo_load(void);

#endif
