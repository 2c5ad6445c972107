import CKernels

/// Float32 uniforms in [0, 1), one 32-bit word each, of which the upper 24 bits count.
///
/// They come in tiles of 64, whose words are in the order of the normals' (see `RandomStream+Normals`):
/// number 16w + b of tile t is word w of counter 16t + b.
extension RandomStream {
  /// Writes the uniforms `first ..< first + count` to `place`.
  func fillUniforms(_ place: UnsafeMutablePointer<Float>, first: UInt64, count: Int, path: SIMDPath) {
    path.functions.uniforms(key, first, count, place)
  }

  /// Float32 uniform number `index`: the plain twin of `fillUniforms`, bit for bit.
  func floatUniform(_ index: UInt64) -> Float {
    let (tile, place) = index.quotientAndRemainder(dividingBy: 64)
    let word = block(tile * 16 + place % 16)[Int(place / 16)]
    return Float(word >> 8) * 0x1p-24
  }
}
