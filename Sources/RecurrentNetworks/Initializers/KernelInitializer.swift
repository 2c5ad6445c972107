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
