import LinearAlgebra

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
  /// Of the units.
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

/// What the units of a reservoir make of their pre-activation.
public enum CandidateActivation: String, CaseIterable, Codable, Hashable, Sendable {
  /// The hyperbolic tangent.
  case tanh
  /// None: linear units.
  case identity

  /// As every layer has it.
  package var ofUnits: Activation {
    switch self {
    case .tanh: .tanh
    case .identity: .identity
    }
  }
}

/// A reservoir that cannot be drawn.
public enum ReservoirError: Error, Equatable, Sendable {
  /// Allowed: 0 ... `Reservoir.largest`.
  case spectralRadius(Double)
  /// Allowed: above 0, at most 1.
  case density(Double)
  /// Allowed: above 0, in float32 too, and at most 1.
  case leakRate(Double)
  /// Allowed: 0 ... `Reservoir.largest`.
  case inputScaling(Double)
  /// Allowed: 0 ... `Reservoir.largest`.
  case biasScaling(Double)
}

extension RecurrentLayer {
  /// The arrays of a reservoir, as words that name their streams.
  private enum Role: UInt64 {
    case inputKernel, recurrentKernel, bias
  }

  /// A fresh layer of an echo state network, a pure function of its arguments.
  ///
  /// Input weights and biases are uniform. Recurrent weights are standard normals, from as many units as the
  /// density says, drawn anew for every unit, and then scaled to the spectral radius. The factor of scaling is
  /// rounded to 24 bits, so that the last digits of an eigenvalue, in which builds of LAPACK differ, do not
  /// reach the weights.
  init(reservoir: Reservoir, inputSize: Int, hiddenSize: Int, stream: RandomStream) {
    func uniform(_ role: Role, _ count: Int, limit: Double) -> [Scalar] {
      stream.child(role.rawValue).uniforms(count) { Scalar((2 * $0 - 1) * limit) }
    }
    let connections = reservoir.connections(
      hiddenSize: hiddenSize, stream: stream.child(Role.recurrentKernel.rawValue))
    self.init(
      cell: .esn, inputSize: inputSize, hiddenSize: hiddenSize,
      inputKernel: uniform(.inputKernel, inputSize * hiddenSize, limit: reservoir.inputScaling),
      recurrentKernel: connections.map { Scalar($0) },
      bias: uniform(.bias, hiddenSize, limit: reservoir.biasScaling),
      leakRate: Scalar(reservoir.leakRate), activation: reservoir.activation.ofUnits)
  }
}

extension Reservoir {
  /// The recurrent kernel, hidden size x hidden size, row-major: row k has what unit k sends.
  fileprivate func connections(hiddenSize: Int, stream: RandomStream) -> [Double] {
    // Every unit hears at least one, so there is a cycle, and the radius is not 0.
    let heard = max(1, Int((density * Double(hiddenSize)).rounded()))
    var attempt: UInt64 = 0
    while true {
      let drawn = Self.normals(hiddenSize, heard: heard, stream: stream.child(attempt))
      let matrix = Matrix(rows: hiddenSize, columns: hiddenSize, elements: drawn)
      // LAPACK has never been seen to fail on such a matrix; if it does, another is drawn.
      if let radius = try? matrix.spectralRadius(), radius > 0 {
        let factor = Double(Float(spectralRadius / radius))
        return drawn.map { $0 * factor }
      }
      attempt += 1
    }
  }

  /// Standard normals where unit j hears unit k, row k, column j; zeros elsewhere.
  private static func normals(_ hiddenSize: Int, heard: Int, stream: RandomStream) -> [Double] {
    let normals = stream.child(0).normals(hiddenSize * hiddenSize)
    guard heard < hiddenSize else { return normals }
    var connections = [Double](repeating: 0, count: normals.count)
    for unit in 0..<hiddenSize {
      let order = stream.child(1, UInt64(unit)).shuffled(Array(0..<hiddenSize))
      for other in order.prefix(heard) {
        connections[other * hiddenSize + unit] = normals[other * hiddenSize + unit]
      }
    }
    return connections
  }
}
