import Foundation

extension KernelInitializer {
  /// A matrix of this distribution, rows x columns, row-major: a pure function of its arguments.
  func draw(rows: Int, columns: Int, hiddenSize: Int, stream: RandomStream) -> [Double] {
    let count = rows * columns
    switch self {
    case .glorotUniform:
      return Self.uniform(count, limit: (6 / Double(rows + columns)).squareRoot(), stream)
    case .inverseRootHidden:
      return Self.uniform(count, limit: 1 / Double(hiddenSize).squareRoot(), stream)
    case .glorotNormal:
      // The standard deviation of a standard normal truncated at ±2.
      let truncated = 0.87962566103423978
      let scale = (2 / Double(rows + columns)).squareRoot() / truncated
      return Self.truncatedNormals(count, stream).map { $0 * scale }
    case .orthogonal:
      return Self.orthogonal(rows: rows, columns: columns, stream)
    }
  }

  private static func uniform(_ count: Int, limit: Double, _ stream: RandomStream) -> [Double] {
    (0..<count).map { (2 * stream.uniform(UInt64($0)) - 1) * limit }
  }

  /// The stream's normals, those beyond two standard deviations left out.
  private static func truncatedNormals(_ count: Int, _ stream: RandomStream) -> [Double] {
    var kept: [Double] = []
    kept.reserveCapacity(count)
    var index: UInt64 = 0
    while kept.count < count {
      let normal = Double(stream.normal(index))
      if abs(normal) <= 2 { kept.append(normal) }
      index += 1
    }
    return kept
  }

  /// Orthonormalised normals (modified Gram-Schmidt, twice, which keeps them orthogonal to rounding): the
  /// shorter side's vectors, uniformly distributed as the columns of a QR factorisation with positive
  /// diagonal are.
  private static func orthogonal(rows: Int, columns: Int, _ stream: RandomStream) -> [Double] {
    let (count, length) = (min(rows, columns), max(rows, columns))
    var vectors: [[Double]] = []
    for vector in 0..<count {
      var v = (0..<length).map { Double(stream.normal(UInt64(vector * length + $0))) }
      for _ in 0..<2 {
        for earlier in vectors {
          var product = 0.0
          for i in 0..<length { product += v[i] * earlier[i] }
          for i in 0..<length { v[i] -= product * earlier[i] }
        }
      }
      let norm = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
      vectors.append(v.map { $0 / norm })
    }
    if rows <= columns { return vectors.flatMap { $0 } }
    return (0..<rows).flatMap { row in vectors.map { $0[row] } }
  }
}
