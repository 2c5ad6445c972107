import CKernels

/// Random orthonormal vectors: independent standard normals made orthonormal one after the other, which are then
/// distributed uniformly, as the columns of a QR factorisation with positive diagonal are.
///
/// By Gram-Schmidt, twice, which keeps them orthogonal to rounding. Up to `mostOneByOne` vectors, each is taken from
/// those after it by itself (modified Gram-Schmidt), as networks of that size have always been drawn. More are taken
/// panel by panel, so that nearly all the work is matrix products, which here take their terms in one order on every
/// machine: 32 vectors at a time are freed of all earlier ones, and then of one another, both twice (block classical
/// Gram-Schmidt with reorthogonalisation; Barlow & Smoktunowicz 2013).
struct OrthonormalVectors {
  /// Vectors up to which they are made one by one.
  static let mostOneByOne = 256

  let count: Int
  let length: Int
  /// [place / 32][vector][32]: the vectors in slices of 32 places, the last one filled up with zeros.
  private let vectors: AlignedBuffer<Double>
  private let slices: Int

  /// Vectors of a panel, and places of a slice: four blocks of the kernels' float64 lanes.
  private static let width = 32

  /// - Parameters:
  ///   - count: at most `length`.
  ///   - stream: whose normal number v · length + i is place i of vector v before.
  init(count: Int, length: Int, stream: RandomStream, path: SIMDPath = .best) {
    precondition(count <= length)
    self.count = count
    self.length = length
    slices = (length + Self.width - 1) / Self.width
    vectors = AlignedBuffer(count: slices * count * Self.width)
    let normals = AlignedBuffer<Float>(count: length)
    for vector in 0..<count {
      stream.fillNormals(normals, first: UInt64(vector * length), count: length, path: path)
      for place in 0..<length { self[vector, place] = Double(normals.base[place]) }
    }
    if count <= Self.mostOneByOne { orthonormaliseOneByOne() } else { orthonormalisePanels(path) }
  }

  /// Place `place` of vector `vector`.
  subscript(vector: Int, place: Int) -> Double {
    get { vectors.base[index(vector, place)] }
    nonmutating set { vectors.base[index(vector, place)] = newValue }
  }

  private func index(_ vector: Int, _ place: Int) -> Int {
    (place / Self.width * count + vector) * Self.width + place % Self.width
  }

  // MARK: One by one

  private func orthonormaliseOneByOne() {
    var done: [[Double]] = []
    for vector in 0..<count {
      var v = (0..<length).map { self[vector, $0] }
      for _ in 0..<2 {
        for earlier in done {
          var product = 0.0
          for i in 0..<length { product += v[i] * earlier[i] }
          for i in 0..<length { v[i] -= product * earlier[i] }
        }
      }
      let norm = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
      done.append(v.map { $0 / norm })
      for i in 0..<length { self[vector, i] = done[vector][i] }
    }
  }

  // MARK: Panels

  private func orthonormalisePanels(_ path: SIMDPath) {
    let product = PanelProduct(path: path)
    let products = AlignedBuffer<Double>(count: count * Self.width)
    let terms = AlignedBuffer<Double>(count: count * Self.width)
    for first in stride(from: 0, to: count, by: Self.width) {
      let panel = first..<min(first + Self.width, count)
      for _ in 0..<2 {
        if first > 0 { freeOfEarlier(panel, product, products, terms) }
        for vector in panel { freeOfPanel(vector, panel) }
      }
    }
  }

  /// Takes from a panel its parts in the direction of all earlier vectors.
  ///
  /// - Parameters:
  ///   - products: room for one of every vector with each of the panel.
  ///   - terms: likewise.
  private func freeOfEarlier(
    _ panel: Range<Int>, _ product: PanelProduct, _ products: AlignedBuffer<Double>,
    _ terms: AlignedBuffer<Double>
  ) {
    let (width, earlier) = (Self.width, panel.lowerBound)
    let square = AlignedBuffer<Double>(count: width * width)
    for index in 0..<earlier * width { products.base[index] = 0 }
    for slice in 0..<slices {
      let base = vectors.base + slice * count * width
      for vector in panel {
        for place in 0..<width {
          square.base[place * width + vector - earlier] = base[vector * width + place]
        }
      }
      product(square.base, rows: width, times: base, stride: width, steps: earlier, to: terms.base)
      for index in 0..<earlier * width { products.base[index] += terms.base[index] }
    }
    for vector in 0..<earlier {
      for other in 0..<panel.count {
        terms.base[other * earlier + vector] = products.base[vector * width + other]
      }
    }
    for slice in 0..<slices {
      let base = vectors.base + slice * count * width
      product(base, rows: earlier, times: terms.base, stride: earlier, steps: panel.count, to: square.base)
      let own = base + earlier * width
      for index in 0..<panel.count * width { own[index] -= square.base[index] }
    }
  }

  /// Takes from a vector its parts in the direction of those of its panel before it, and makes its length 1.
  private func freeOfPanel(_ vector: Int, _ panel: Range<Int>) {
    for earlier in panel.lowerBound..<vector {
      let part = dot(vector, earlier)
      update(vector, with: earlier) { $0 - part * $1 }
    }
    let norm = dot(vector, vector).squareRoot()
    update(vector, with: vector) { own, _ in own / norm }
  }

  /// The sum of products in eight sums of every eighth, which are then added up in pairs.
  private func dot(_ one: Int, _ other: Int) -> Double {
    var sums = SIMD8<Double>()
    for slice in 0..<slices {
      for part in stride(from: 0, to: Self.width, by: 8) {
        let place = slice * Self.width + part
        sums += eight(one, place).pointee * eight(other, place).pointee
      }
    }
    let fours = sums.lowHalf + sums.highHalf
    let twos = fours.lowHalf + fours.highHalf
    return twos[0] + twos[1]
  }

  private func update(
    _ vector: Int, with other: Int, _ change: (SIMD8<Double>, SIMD8<Double>) -> SIMD8<Double>
  ) {
    for place in stride(from: 0, to: slices * Self.width, by: 8) {
      eight(vector, place).pointee = change(eight(vector, place).pointee, eight(other, place).pointee)
    }
  }

  private func eight(_ vector: Int, _ place: Int) -> UnsafeMutablePointer<SIMD8<Double>> {
    UnsafeMutableRawPointer(vectors.base + index(vector, place)).assumingMemoryBound(to: SIMD8<Double>.self)
  }
}

/// Products with 32 columns, by the kernel of input projections, which adds up every element's terms in ascending
/// order with fused multiply-adds, on every machine.
private struct PanelProduct {
  private let functions: ck_real_functions
  private let zeros = AlignedBuffer<Double>(count: 32)

  init(path: SIMDPath) { functions = path.functions(for: .float64) }

  /// out[s][c] = Σ_r values[s · stride + r] · matrix[r][c], for the rows r and `steps` steps, of 32 columns.
  func callAsFunction(
    _ matrix: UnsafePointer<Double>, rows: Int, times values: UnsafePointer<Double>, stride: Int, steps: Int,
    to out: UnsafeMutablePointer<Double>
  ) {
    var projection = ck_projection(
      kernel: matrix, bias: zeros.base, input_size: rows, hidden_size: 8, gates: 4, stride: stride,
      rounding: ck_rounding())
    var sequence = ck_sequence(inputs: values, projection: out)
    functions.project(&projection, &sequence, 1, steps, TeamMember.alone.share)
  }
}
