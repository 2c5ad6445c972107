// Random numbers from Philox 4x32-10 (Salmon et al. 2011), sixteen counters at a time: uniforms in [0, 1), and
// standard normals by the trigonometric method of Box & Muller (1958). The plain twins, and the definitions, are
// in RandomStream+Tiles.swift.

#ifndef CK_RANDOM_H
#define CK_RANDOM_H

#include "float32.h"

typedef uint64_t counters __attribute__((ext_vector_type(VECTOR_BYTES / 8)));
typedef uint32_t words __attribute__((ext_vector_type(VECTOR_BYTES / 8)));
typedef int32_t signed_words __attribute__((ext_vector_type(VECTOR_BYTES / 4)));

enum {
  /// Counters whose words are laid out together, and the normals they give.
  tile_counters = 16,
  tile_normals = 4 * tile_counters,
  counter_lanes = VECTOR_BYTES / 8,
  number_lanes = VECTOR_BYTES / 4,
};

/// The four words of counters `first ..< first + tile_counters`: words[w][b].
INLINE void philox_tile(uint64_t key, uint64_t first, uint32_t words_out[4][tile_counters]) {
  UNROLL for (int b = 0; b < tile_counters; b += counter_lanes) {
    // 32-bit words in 64-bit lanes; what is left above the low half is never used by a multiplication.
    const counters low = 0xffffffff;
    counters index;
    EACH(lane, counter_lanes) index[lane] = first + b + lane;
    counters x0 = index, x1 = index >> 32, x2 = 0, x3 = 0;
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    EACH(round, 10) {
      counters p0 = (x0 & low) * (uint64_t)0xD2511F53, p1 = (x2 & low) * (uint64_t)0xCD9E8D57;
      x0 = (p1 >> 32) ^ x1 ^ (uint64_t)k0;
      x1 = p1;
      x2 = (p0 >> 32) ^ x3 ^ (uint64_t)k1;
      x3 = p0;
      k0 += 0x9E3779B9;
      k1 += 0xBB67AE85;
    }
    const counters x[4] = {x0, x1, x2, x3};
    EACH(w, 4)
      *(words *)(words_out[w] + b) = __builtin_convertvector(x[w], words);
  }
}

/// sqrt(-2 ln u) for u = (w / 2 + 1/2) 2^-31, which lies in [2^-32, 1].
INLINE vec_f32 radius(signed_words w) {
  signed_words half = (w >> 1) & 0x7fffffff;
  vec_f32 u = fma_f32(__builtin_convertvector(half, vec_f32), splat_f32(0x1p-31f), splat_f32(0x1p-32f));
  // u = 2^e (1 + f), 1 + f in [sqrt(1/2), sqrt(2)).
  signed_words shifted = bits_of_f32(u) - 0x3f3504f3;
  signed_words e = shifted >> 23;
  vec_f32 f = from_bits_f32((shifted & 0x7fffff) + 0x3f3504f3) - 1.0f;
  vec_f32 p = splat_f32(0x1.1d8ea6p-4f);
  p = fma_f32(p, f, splat_f32(-0x1.d635bcp-4f));
  p = fma_f32(p, f, splat_f32(0x1.dea282p-4f));
  p = fma_f32(p, f, splat_f32(-0x1.fcf4c6p-4f));
  p = fma_f32(p, f, splat_f32(0x1.23d21ap-3f));
  p = fma_f32(p, f, splat_f32(-0x1.555b4ap-3f));
  p = fma_f32(p, f, splat_f32(0x1.999d5ap-3f));
  p = fma_f32(p, f, splat_f32(-0x1.fffffcp-3f));
  p = fma_f32(p, f, splat_f32(0x1.555554p-2f));
  vec_f32 f2 = f * f;
  vec_f32 log1p = f + f2 * fma_f32(p, f, splat_f32(-0.5f));
  vec_f32 log = fma_f32(__builtin_convertvector(e, vec_f32), splat_f32(0x1.62e430p-1f), log1p);
  return __builtin_elementwise_sqrt(log * -2.0f);
}

/// The tile's normals number w 16 + b come from word w of counter b: words 0 and 1 give one pair of normals,
/// words 2 and 3 the other. Of an angle word the low 29 bits are the place within an eighth of a turn, bit 29
/// swaps sine and cosine, and bits 31 and 30 are the signs of the first and the second normal.
INLINE void normals_tile(uint64_t key, uint64_t tile, float *out) {
  _Alignas(64) uint32_t words[4][tile_counters];
  philox_tile(key, tile * tile_counters, words);
  UNROLL for (int w = 0; w < 4; w += 2) {
    UNROLL for (int b = 0; b < tile_counters; b += number_lanes) {
      vec_f32 r = radius(*(const signed_words *)(words[w] + b));
      signed_words angle = *(const signed_words *)(words[w + 1] + b);
      vec_f32 t = __builtin_convertvector(angle & 0x1fffffff, vec_f32) * 0x1p-29f;
      vec_f32 t2 = t * t;
      vec_f32 sine = fma_f32(t2, splat_f32(-0x1.2d9b40p-15f), splat_f32(0x1.465ec4p-9f));
      sine = fma_f32(t2, sine, splat_f32(-0x1.4abbbap-4f));
      sine = fma_f32(t2, sine, splat_f32(0x1.921fb6p-1f)) * t;
      vec_f32 cosine = fma_f32(t2, splat_f32(0x1.d9c2e8p-19f), splat_f32(-0x1.55c57ap-12f));
      cosine = fma_f32(t2, cosine, splat_f32(0x1.03c1dcp-6f));
      cosine = fma_f32(t2, cosine, splat_f32(-0x1.3bd3ccp-2f));
      cosine = fma_f32(t2, cosine, splat_f32(1.0f));
      signed_words swap = (angle << 2) >> 31, sign = (signed_words)0x80000000;
      vec_f32 first = select_f32(swap, sine, cosine), second = select_f32(swap, cosine, sine);
      store_loose_f32(out + w * tile_counters + b, from_bits_f32(bits_of_f32(r * first) ^ (angle & sign)));
      store_loose_f32(
        out + (w + 1) * tile_counters + b, from_bits_f32(bits_of_f32(r * second) ^ ((angle << 1) & sign)));
    }
  }
}

/// Writes the numbers `first ..< first + count` of a stream, given the function that draws one tile of them.
INLINE void draw_tiles(
  void (*const draw_tile)(uint64_t key, uint64_t tile, float *out), uint64_t key, uint64_t first,
  size_t count, float *out)
{
  while (count > 0) {
    uint64_t tile = first / tile_normals;
    size_t skipped = first % tile_normals, taken = tile_normals - skipped;
    if (skipped == 0 && count >= tile_normals) {
      draw_tile(key, tile, out);
    } else {
      float whole[tile_normals];
      draw_tile(key, tile, whole);
      if (taken > count) taken = count;
      __builtin_memcpy(out, whole + skipped, taken * sizeof(float));
    }
    first += taken;
    out += taken;
    count -= taken;
  }
}

static void normals(uint64_t key, uint64_t first, size_t count, float *out) {
  draw_tiles(normals_tile, key, first, count, out);
}

/// The words in the order of the normals, the upper 24 bits of each.
INLINE void uniforms_tile(uint64_t key, uint64_t tile, float *out) {
  _Alignas(64) uint32_t words[4][tile_counters];
  philox_tile(key, tile * tile_counters, words);
  EACH(w, 4)
    UNROLL for (int b = 0; b < tile_counters; b += number_lanes) {
      signed_words upper = (*(const signed_words *)(words[w] + b) >> 8) & 0xffffff;
      store_loose_f32(out + w * tile_counters + b, __builtin_convertvector(upper, vec_f32) * 0x1p-24f);
    }
}

static void uniforms(uint64_t key, uint64_t first, size_t count, float *out) {
  draw_tiles(uniforms_tile, key, first, count, out);
}

#endif
