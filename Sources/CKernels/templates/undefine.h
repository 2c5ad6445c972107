// Ends a precision: what float32.h or float64.h defined.

#undef REAL
#undef NAME
#undef LANES
#undef PARTS
#undef REAL_BYTES
