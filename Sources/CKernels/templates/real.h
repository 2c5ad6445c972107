// One precision. Included once each by float32.h, rounded.h and float64.h, which define
// - REAL, the type, and BITS, the integer of its size;
// - NAME, which makes a name of this precision;
// - ROUNDS, if it rounds to a format of fewer digits;
// - what exp and tanh take (see activations.h).
//
// The templates below are included nowhere else, each once for each precision, in this order: each uses those
// before it.

#include "common.h"

#include "vector.h"
#include "rounding.h"
#include "activations.h"
#include "products.h"
#include "cells.h"
#include "pairs.h"
#include "batches.h"

#undef REAL
#undef BITS
#undef NAME
#undef LANES
#undef PARTS
#undef BLOCK
#undef SCALE_INSTRUCTION
#undef ROUNDING_MAGIC
#undef LOG2_E
#undef LN_2_HIGH
#undef LN_2_LOW
#undef EXPONENT_BIAS
#undef FRACTION_BITS
#undef SIGMOID_LIMIT
#undef TANH_LIMIT
#undef EXP_TAIL
#undef TANH_TAIL
#undef GELU_LIMIT
#undef AREA_TERMS
#undef NORMAL_TAIL
