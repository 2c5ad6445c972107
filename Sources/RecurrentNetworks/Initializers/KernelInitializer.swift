import Foundation

/// A distribution from which the entries of a fused kernel are drawn.
///
/// Fans are those of the whole fused kernel, as in Keras: a kernel of R rows and C columns (all gates side by
/// side) has fan-in R and fan-out C.
public enum KernelInitializer: String, Codable, CaseIterable, Hashable, Sendable {
  /// Uniform on ±sqrt(6 / (fan-in + fan-out)). Glorot & Bengio 2010.
  case glorotUniform = "glorot-uniform"
  /// Normal with standard deviation sqrt(2 / (fan-in + fan-out)), truncated at two standard deviations and
  /// rescaled to keep its variance, as Keras does. Glorot & Bengio 2010.
  case glorotNormal = "glorot-normal"
  /// A random matrix with orthonormal rows (or columns, if there are more rows than columns).
  /// Saxe et al. 2014.
  case orthogonal
  /// Uniform on ±1/sqrt(hidden size), PyTorch's rule for every weight and bias of a recurrent layer.
  case inverseRootHidden = "inverse-root-hidden"
}

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
