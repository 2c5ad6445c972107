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
  /// A matrix of this distribution times `gain`, rows x columns, row-major: a pure function of its arguments, drawn
  /// in float64 and then rounded.
  func draw<Scalar: NetworkScalar>(
    rows: Int, columns: Int, hiddenSize: Int, gain: Double = 1, stream: RandomStream
  ) -> [Scalar] {
    let count = rows * columns
    switch self {
    case .glorotUniform:
      return Self.uniform(count, limit: (6 / Double(rows + columns)).squareRoot(), gain, stream)
    case .inverseRootHidden:
      return Self.uniform(count, limit: 1 / Double(hiddenSize).squareRoot(), gain, stream)
    case .glorotNormal:
      // The standard deviation of a standard normal truncated at ±2.
      let truncated = 0.87962566103423978
      let scale = (2 / Double(rows + columns)).squareRoot() / truncated
      return Self.truncatedNormals(count, stream) { Scalar($0 * scale * gain) }
    case .orthogonal:
      let vectors = OrthonormalVectors(count: min(rows, columns), length: max(rows, columns), stream: stream)
      return (0..<count).map { index in
        let (row, column) = index.quotientAndRemainder(dividingBy: columns)
        return Scalar((rows <= columns ? vectors[row, column] : vectors[column, row]) * gain)
      }
    }
  }

  private static func uniform<Scalar: NetworkScalar>(
    _ count: Int, limit: Double, _ gain: Double, _ stream: RandomStream
  ) -> [Scalar] {
    stream.uniforms(count) { Scalar((2 * $0 - 1) * limit * gain) }
  }

  /// What is made of the stream's normals, those beyond two standard deviations left out.
  private static func truncatedNormals<Scalar>(
    _ count: Int, _ stream: RandomStream, _ transform: (Double) -> Scalar
  ) -> [Scalar] {
    var kept: [Scalar] = []
    kept.reserveCapacity(count)
    let normals = AlignedBuffer<Float>(count: 4_096)
    var first: UInt64 = 0
    while kept.count < count {
      stream.fillNormals(normals, first: first, count: normals.count, path: .best)
      for index in 0..<normals.count where abs(normals.base[index]) <= 2 && kept.count < count {
        kept.append(transform(Double(normals.base[index])))
      }
      first += UInt64(normals.count)
    }
    return kept
  }
}
