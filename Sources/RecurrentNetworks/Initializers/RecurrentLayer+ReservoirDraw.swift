import LinearAlgebra

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
      let stream = stream.child(role.rawValue)
      return (0..<count).map { Scalar((2 * stream.uniform(UInt64($0)) - 1) * limit) }
    }
    let connections = reservoir.connections(
      hiddenSize: hiddenSize, stream: stream.child(Role.recurrentKernel.rawValue))
    self.init(
      cell: .esn, inputSize: inputSize, hiddenSize: hiddenSize,
      inputKernel: uniform(.inputKernel, inputSize * hiddenSize, limit: reservoir.inputScaling),
      recurrentKernel: connections.map { Scalar($0) },
      bias: uniform(.bias, hiddenSize, limit: reservoir.biasScaling),
      leakRate: Scalar(reservoir.leakRate), activation: reservoir.activation)
  }
}

extension Reservoir {
  /// The recurrent kernel, hidden size x hidden size, row-major: row k has what unit k sends.
  fileprivate func connections(hiddenSize: Int, stream: RandomStream) -> [Double] {
    // Every unit hears at least one, so there is a cycle, and the radius is not 0.
    let sources = max(1, Int((density * Double(hiddenSize)).rounded()))
    var attempt: UInt64 = 0
    while true {
      let drawn = Self.normals(hiddenSize, sources: sources, stream: stream.child(attempt))
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
  private static func normals(_ hiddenSize: Int, sources: Int, stream: RandomStream) -> [Double] {
    let normals = (0..<hiddenSize * hiddenSize).map { Double(stream.child(0).normal(UInt64($0))) }
    guard sources < hiddenSize else { return normals }
    var connections = [Double](repeating: 0, count: normals.count)
    for unit in 0..<hiddenSize {
      let order = stream.child(1, UInt64(unit)).shuffled(Array(0..<hiddenSize))
      for source in order.prefix(sources) {
        connections[source * hiddenSize + unit] = normals[source * hiddenSize + unit]
      }
    }
    return connections
  }
}
