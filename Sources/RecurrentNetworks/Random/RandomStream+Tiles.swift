import CKernels

/// Standard normals by the trigonometric method of Box & Muller (1958), one 32-bit word each.
///
/// Normals come in tiles of 64: tile t holds the words of the 16 counters 16t ..< 16t + 16, and its normal
/// number 16w + b comes from word w of counter b. Words 0 and 1 of a counter give one pair of normals, words 2
/// and 3 the other. The first word of a pair gives the radius sqrt(-2 ln u), u = (word / 2 + 1/2) 2^-31, so that
/// normals reach ±6.66; of the second, the low 29 bits are the place within an eighth of a turn, bit 29
/// swaps sine and cosine, and bits 31 and 30 are the signs of the two.
extension RandomStream {
  /// Writes the standard normals `first ..< first + count` into `buffer`, from its start, as float32.
  ///
  /// Float64 networks take the same numbers, widened: 24 bits are ample for an input, and both precisions can
  /// then be compared on identical sequences.
  func fillNormals(_ buffer: AlignedBuffer<Float>, first: UInt64, count: Int, path: SIMDPath) {
    precondition(count <= buffer.count)
    path.functions.normals(key, first, count, buffer.base)
  }

  /// The standard normals 0 ..< count, widened.
  package func normals(_ count: Int, path: SIMDPath = .best) -> [Double] {
    let buffer = AlignedBuffer<Float>(count: count)
    fillNormals(buffer, first: 0, count: count, path: path)
    return UnsafeBufferPointer(start: buffer.base, count: count).map { Double($0) }
  }

  /// Standard normal number `index`: the plain twin of `fillNormals`, bit for bit.
  public func normal(_ index: UInt64) -> Float {
    let (tile, place) = index.quotientAndRemainder(dividingBy: 64)
    let words = words(tile * 16 + place % 16)
    let word = Int(place / 16)
    let radius = Self.radius(words[word & ~1])
    let angle = words[word | 1]
    let (sine, cosine) = Self.eighthOfTurn(angle & 0x1fff_ffff)
    let isFirst = word % 2 == 0
    let swaps = angle & 1 << 29 != 0
    let magnitude = radius * (isFirst == swaps ? sine : cosine)
    let isNegative = angle & (isFirst ? 1 << 31 : 1 << 30) != 0
    return isNegative ? -magnitude : magnitude
  }

  private static func radius(_ word: UInt32) -> Float {
    let u = Float(0x1p-32).addingProduct(Float(Int32(word >> 1)), 0x1p-31)
    // u = 2^e (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)).
    let shifted = Int32(bitPattern: u.bitPattern) - 0x3f35_04f3
    let exponent = Float(shifted >> 23)
    let f = Float(bitPattern: UInt32(bitPattern: (shifted & 0x7f_ffff) + 0x3f35_04f3)) - 1
    let p = polynomial(
      f,
      [
        0x1.555554p-2, -0x1.fffffcp-3, 0x1.999d5ap-3, -0x1.555b4ap-3, 0x1.23d21ap-3, -0x1.fcf4c6p-4,
        0x1.dea282p-4, -0x1.d635bcp-4, 0x1.1d8ea6p-4,
      ])
    let log1p = f + (f * f) * Float(-0.5).addingProduct(p, f)
    return (log1p.addingProduct(exponent, 0x1.62e430p-1) * -2).squareRoot()
  }

  /// Sine and cosine of π/4 · place / 2^29.
  private static func eighthOfTurn(_ place: UInt32) -> (sine: Float, cosine: Float) {
    let t = Float(Int32(place)) * 0x1p-29
    let sine = polynomial(t * t, [0x1.921fb6p-1, -0x1.4abbbap-4, 0x1.465ec4p-9, -0x1.2d9b40p-15]) * t
    let cosine = polynomial(
      t * t, [1, -0x1.3bd3ccp-2, 0x1.03c1dcp-6, -0x1.55c57ap-12, 0x1.d9c2e8p-19])
    return (sine, cosine)
  }

  /// Horner's rule with fused multiply-adds; coefficients ascending.
  private static func polynomial(_ x: Float, _ coefficients: [Float]) -> Float {
    var value: Float?
    for coefficient in coefficients.reversed() {
      value = value.map { coefficient.addingProduct($0, x) } ?? coefficient
    }
    return value ?? 0
  }
}

/// Float32 uniforms in [0, 1), one 32-bit word each, of which the upper 24 bits count.
///
/// They come in tiles of 64, whose words are in the order of the normals' (see above):
/// number 16w + b of tile t is word w of counter 16t + b.
extension RandomStream {
  /// Writes the uniforms `first ..< first + count` to `place`.
  func fillUniforms(_ place: UnsafeMutablePointer<Float>, first: UInt64, count: Int, path: SIMDPath) {
    path.functions.uniforms(key, first, count, place)
  }
}
