import LinearAlgebra

/// The directions in which states vary, from which readouts are made: principal components, each scaled to length 1
/// over the training steps.
///
/// In these coordinates least squares is a product with the targets, once for all of them, and never a product of
/// the states with themselves, which would square their condition number: what lies in directions a millionth as
/// wide as the widest is memory all the same. They come from R of the states' QR factorisation, by its singular
/// values, each unit first scaled to length 1.
struct StateBasis {
  /// Mean of every unit over the training steps.
  private var means: [Double]
  /// From units to components, units x rank.
  private var components: Matrix
  /// What the ridge leaves of the weight of each component: s² / (s² + λ), 1 without.
  private(set) var shrinkage: [Double]

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
  }

  /// Of no directions, to be read.
  init(units: Int) {
    means = Array(repeating: 0, count: units)
    components = Matrix(rows: units, columns: 0)
    shrinkage = []
  }

  /// States in the basis, steps x rank; columns of the training states have length 1 and mean 0.
  func coordinates(of states: Matrix) -> Matrix { centred(states).times(components) }

  /// Writes it, or reads it back: factorisations are what takes long.
  mutating func pass(_ state: inout StateBytes) {
    let units = means.count
    var rank = components.columns
    state.pass(&means, count: units)
    state.pass(&rank)
    guard 0...units ~= rank else { return state.check(false) }
    if rank != components.columns {
      components = Matrix(rows: units, columns: rank)
      shrinkage = Array(repeating: 0, count: rank)
    }
    state.pass(&components.elements, count: units * rank)
    state.pass(&shrinkage, count: rank)
  }

  private func centred(_ states: Matrix) -> Matrix {
    var centred = states
    for column in 0..<states.columns {
      for row in 0..<states.rows { centred[row, column] -= means[column] }
    }
    return centred
  }
}
