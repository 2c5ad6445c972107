import LinearAlgebra
import RecurrentNetworks

/// A network's response to a random sequence: what readouts are fitted to, or judged on.
struct DrivenStates {
  /// T steps after the lead x units of the last layer; the present inputs in further columns, if readouts read them.
  let states: Matrix
  /// The series of every input, lead + T values each.
  let series: [[Double]]

  /// Independent inputs, rounded to the network's precision: a pure function of the arguments.
  static func series<Scalar: NetworkScalar>(
    of inputs: Int, steps: Int, settings: CapacitySettings, in: Scalar.Type, stream: RandomStream
  ) -> [[Double]] {
    (0..<inputs).map { input in
      let stream = stream.child(UInt64(input))
      return (0..<UInt64(steps)).map { step in
        let value =
          switch settings.inputs {
          case .uniform: 2 * stream.uniform(step) - 1
          case .normal: Double(stream.normal(step))
          }
        return Double(Scalar(settings.inputScale * value))
      }
    }
  }

  /// Runs the network from zero state.
  ///
  /// - Parameter series: one for every input, of equal lengths above that of the lead.
  /// - Throws: `CapacityError.outputNotFinite`.
  init<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, series: [[Double]], settings: CapacitySettings, path: SIMDPath
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
