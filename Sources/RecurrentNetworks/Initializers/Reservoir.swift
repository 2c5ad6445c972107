/// How a layer of an echo state network is drawn (Jaeger 2001; Jaeger et al. 2007).
public struct Reservoir: Codable, Hashable, Sendable {
  /// Largest modulus of the recurrent kernel's eigenvalues. 0.9 by default: near 1 memory is longest, and below
  /// it the states practically always forget where they started.
  public var spectralRadius: Double
  /// Share of the units that each unit hears, rounded to a whole number of at least one. 1 by default: memory
  /// hardly depends on it, and small reservoirs would otherwise fall apart.
  public var density: Double
  /// a: the share of the new activation in the new state. 1 by default: no leak.
  public var leakRate: Double
  /// Input weights are uniform on plus or minus this. 0.1 by default: tanh then stays nearly linear, where a
  /// reservoir remembers longest.
  public var inputScaling: Double
  /// Biases are uniform on plus or minus this. 0 by default: none.
  public var biasScaling: Double
  public var activation: CandidateActivation

  /// The largest spectral radius and scaling: beyond it weights could overflow float32.
  public static let largest = 1e6

  /// All defaults.
  public static let standard = Reservoir()

  private init() {
    spectralRadius = 0.9
    density = 1
    leakRate = 1
    inputScaling = 0.1
    biasScaling = 0
    activation = .tanh
  }

  /// - Throws: `ReservoirError` naming the value that is out of range.
  public init(
    spectralRadius: Double = standard.spectralRadius, density: Double = standard.density,
    leakRate: Double = standard.leakRate, inputScaling: Double = standard.inputScaling,
    biasScaling: Double = standard.biasScaling, activation: CandidateActivation = standard.activation
  ) throws(ReservoirError) {
    self.spectralRadius = spectralRadius
    self.density = density
    self.leakRate = leakRate
    self.inputScaling = inputScaling
    self.biasScaling = biasScaling
    self.activation = activation
    try validate()
  }

  /// - Throws: `ReservoirError` naming the value that is out of range.
  public func validate() throws(ReservoirError) {
    guard (0...Self.largest).contains(spectralRadius) else { throw .spectralRadius(spectralRadius) }
    guard density > 0, density <= 1 else { throw .density(density) }
    guard Float(leakRate) > 0, leakRate <= 1 else { throw .leakRate(leakRate) }
    guard (0...Self.largest).contains(inputScaling) else { throw .inputScaling(inputScaling) }
    guard (0...Self.largest).contains(biasScaling) else { throw .biasScaling(biasScaling) }
  }
}
