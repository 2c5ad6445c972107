// float32: its vectors, activations, products and cells.

#ifndef CK_FLOAT32_H
#define CK_FLOAT32_H

#define NAME(name) name##_f32

#include "float32_numbers.h"
#include "real.h"

#endif
