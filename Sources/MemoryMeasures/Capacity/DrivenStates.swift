import LinearAlgebra
import RecurrentNetworks

/// A network's response to a sequence: what readouts are fitted to, or judged on.
struct DrivenStates {
  /// T steps after the lead x units of the last layer; the present inputs in further columns, if readouts read them.
  let states: Matrix
  /// The series of every input, lead + T values each.
  let series: [[Double]]

  /// What a run feeds the network in one of its two series, rounded to the network's precision: a pure function of the
  /// arguments.
  ///
  /// - Parameters:
  ///   - role: `training` or `test`.
  ///   - recorded: inputs of which the two are stretches (see `CapacityRows`); nil for independent ones.
  ///   - stream: that of the run.
  static func series<Scalar: NetworkScalar>(
    _ role: Capacity.Role, of inputs: Int, settings: CapacitySettings, recorded: RecordedInputs?,
    in: Scalar.Type, stream: RandomStream
  ) -> [[Double]] {
    let steps = settings.leadSteps + (role == .training ? settings.trainingSteps : settings.testSteps)
    return (0..<inputs).map { input in
      let own = stream.child(role.rawValue).child(UInt64(input))
      let values: [Double]
      if let recorded {
        let rows = CapacityRows(recorded.layout, stream, settings)
        values = recorded.series(input, from: role == .training ? rows.training : rows.test, steps: steps)
      } else {
        switch settings.inputs {
        case .uniform: values = own.uniforms(steps).map { 2 * $0 - 1 }
        case .normal: values = own.normals(steps)
        }
      }
      return values.map { Double(Scalar(settings.inputScale * $0)) }
    }
  }

  /// Runs the network from zero state.
  ///
  /// - Parameter series: one for every input, of equal lengths above that of the lead.
  /// - Throws: `CapacityError.outputNotFinite`.
  init<Scalar: NetworkScalar>(
    _ network: PackedNetwork<Scalar>, series: [[Double]], settings: CapacitySettings, path: SIMDPath
  ) throws(CapacityError) {
    let (inputs, units, lead) = (series.count, network.outputSize, settings.leadSteps)
    let length = series[0].count
    var table = [Double](repeating: 0, count: length * inputs)
    for (input, values) in series.enumerated() {
      for step in 0..<length { table[step * inputs + input] = values[step] }
    }
    let trajectory = Trajectory(of: network, inputs: table, path: path)
    let steps = length - lead
    var states = Matrix(rows: steps, columns: units + (settings.readsInput ? inputs : 0))
    for step in 0..<steps {
      let row = (lead + step) * units
      for unit in 0..<units {
        let value = Double(trajectory.outputs[row + unit])
        guard value.isFinite else { throw .outputNotFinite(step: lead + step + 1) }
        states[step, unit] = value
      }
    }
    if settings.readsInput {
      for (input, values) in series.enumerated() {
        for step in 0..<steps { states[step, units + input] = values[lead + step] }
      }
    }
    self.states = states
    self.series = series
  }
}

/// Where in recorded inputs the two series of a run begin: within one sequence, the test series after the training series,
/// without a row in common, so that nothing is judged on what it was fitted to.
struct CapacityRows {
  let training: Int
  let test: Int

  init(_ layout: RecordedLayout, _ stream: RandomStream, _ settings: CapacitySettings) {
    (training, test) = layout.starts(
      of: settings.leadSteps + settings.trainingSteps, then: settings.leadSteps + settings.testSteps,
      stream.child(Capacity.Role.rows.rawValue))
  }
}

/// The directions in which states vary, from which readouts are made: principal components, each scaled to length 1
/// over the training steps.
///
/// In these coordinates least squares is a product with the targets, once for all of them, and never a product of
/// the states with themselves, which would square their condition number: what lies in directions a millionth as
/// wide as the widest is memory all the same. They come from R of the states' QR factorisation, by its singular
/// values, each unit first scaled to length 1.
struct StateBasis {
  /// Mean of every unit over the training steps.
  private let means: [Double]
  /// From units to components, units x rank.
  private let components: Matrix
  /// What the ridge leaves of the weight of each component: s² / (s² + λ), 1 without.
  let shrinkage: [Double]
  /// The training states in the basis, steps x rank; columns have length 1 and mean 0.
  let training: Matrix

  /// Directions narrower than this are left out, with the widest 1: they hold the rounding of float64.
  private static let narrowest = 1e-12

  /// - Parameter training: steps x units, more steps than units.
  /// - Throws: `CapacityError.outputsTooLarge`.
  init(training states: Matrix, ridge: Double) throws(CapacityError) {
    var means: [Double] = []
    var scales: [Double] = []
    var scaled = states
    for unit in 0..<states.columns {
      let column = states.column(unit)
      let mean = column.reduce(0, +) / Double(states.rows)
      let length = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
      // What remains of a constant unit after its mean is taken off is rounding.
      let isConstant = length <= 1e-12 * abs(mean) * Double(states.rows).squareRoot()
      let scale = isConstant ? 0 : 1 / length
      guard mean.isFinite, length.isFinite, scale.isFinite else { throw .outputsTooLarge }
      for (row, value) in zip(0..<states.rows, column) { scaled[row, unit] = (value - mean) * scale }
      means.append(mean)
      scales.append(scale)
    }
    do {
      let triangle = try QRFactorisation(scaled, pivoting: false).upperTriangle
      let spread = try SingularValues(of: triangle)
      let rank = spread.values.prefix { $0 > Self.narrowest * spread.values[0] }.count
      var components = Matrix(rows: states.columns, columns: rank)
      for component in 0..<rank {
        for unit in 0..<states.columns {
          components[unit, component] =
            spread.rightTransposed[component, unit] * scales[unit] / spread.values[component]
        }
      }
      self.components = components
      shrinkage = spread.values.prefix(rank).map { $0 * $0 / ($0 * $0 + ridge) }
    } catch {
      throw .outputsTooLarge
    }
    self.means = means
    training = Self.centred(states, means).times(components)
  }

  /// Other states in the basis.
  func coordinates(of states: Matrix) -> Matrix { Self.centred(states, means).times(components) }

  private static func centred(_ states: Matrix, _ means: [Double]) -> Matrix {
    var centred = states
    for column in 0..<states.columns {
      for row in 0..<states.rows { centred[row, column] -= means[column] }
    }
    return centred
  }
}
