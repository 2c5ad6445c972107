// Uniforms in [0, 1) from Philox 4x32-10, sixteen counters at a time: the words in the order of the normals,
// the upper 24 bits of each. The plain twin, and the definition, is in RandomStream+Uniforms.swift.

INLINE void uniforms_tile(uint64_t key, uint64_t tile, float *out) {
  _Alignas(64) uint32_t words[4][tile_blocks];
  philox_tile(key, tile * tile_blocks, words);
  UNROLL for (int w = 0; w < 4; w++)
    UNROLL for (int b = 0; b < tile_blocks; b += float_lanes) {
      signed_words upper = (*(const signed_words *)(words[w] + b) >> 8) & 0xffffff;
      store_loose_f32(out + w * tile_blocks + b, __builtin_convertvector(upper, vec_f32) * 0x1p-24f);
    }
}

static void uniforms(uint64_t key, uint64_t first, size_t count, float *out) {
  draw_tiles(uniforms_tile, key, first, count, out);
}
