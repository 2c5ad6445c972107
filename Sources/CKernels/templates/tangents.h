// Directions in the state of a layer, advanced by the Jacobian of a step.
//
// Plain loops over the lanes of a block, which the compiler turns into those of its vectors. Products are not fused: every
// path then does the same, the portable one without the C library's help.

#include "common.h"

enum { turned_lanes = ck_block_bytes / sizeof(double) };

/// Of one direction the units of a block, with as many gates that reach what is carried on, and as many lanes, as are known
/// when this is compiled.
INLINE void turn_block(
  const ck_turn *it, const size_t gates, const bool shows, const size_t lanes, size_t unit, double *restrict hidden,
  double *restrict carried, const double *restrict products)
{
  const size_t units = it->hidden_size;
  const double *restrict keep = it->keep + unit, *restrict slopes = it->slopes + unit;
  for (size_t lane = 0; lane < lanes; lane++) {
    double sum = carried[lane] * keep[lane];
    UNROLL for (size_t gate = 0; gate < gates; gate++)
      sum += slopes[gate * units + lane] * products[gate * turned_lanes + lane];
    carried[lane] = sum;
    if (shows)
      hidden[lane] =
        it->shown[unit + lane] * sum + slopes[gates * units + lane] * products[gates * turned_lanes + lane];
  }
}

INLINE void turn_all(
  const ck_turn *it, const size_t gates, const bool shows, double *directions, const double *products, size_t count)
{
  const size_t units = it->hidden_size, block = (gates + (shows ? 1 : 0)) * turned_lanes;
  for (size_t place = 0; place < count; place++, directions += (shows ? 2 : 1) * units) {
    double *hidden = directions, *carried = directions + (shows ? units : 0);
    size_t unit = 0;
    for (; unit + turned_lanes <= units; unit += turned_lanes, products += block)
      turn_block(it, gates, shows, turned_lanes, unit, hidden + unit, carried + unit, products);
    if (unit == units) continue;
    turn_block(it, gates, shows, units - unit, unit, hidden + unit, carried + unit, products);
    products += block;
  }
}

static void turn(const ck_turn *it, double *directions, const double *products, size_t count) {
  if (it->shown) turn_all(it, 3, true, directions, products, count);
  else if (it->gates == 3) turn_all(it, 3, false, directions, products, count);
  else turn_all(it, 1, false, directions, products, count);
}
