import LinearAlgebra
import RecurrentNetworks

/// A network's response to a sequence: what readouts are fitted to, or judged on.
struct DrivenStates {
  /// T steps after the lead x units of the last layer; the present inputs in further columns, if readouts read them.
  /// Steps that were not taken yet are 0.
  private(set) var states: Matrix
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

  /// Steps that were taken, those of the lead among them.
  private(set) var steps = 0
  private let units: Int

  /// Before the first step.
  ///
  /// - Parameter series: one for every input, of equal lengths above that of the lead.
  init(units: Int, series: [[Double]], settings: CapacitySettings) {
    let (inputs, lead) = (series.count, settings.leadSteps)
    let rows = series[0].count - lead
    states = Matrix(rows: rows, columns: units + (settings.readsInput ? inputs : 0))
    if settings.readsInput {
      for (input, values) in series.enumerated() {
        for row in 0..<rows { states[row, units + input] = values[lead + row] }
      }
    }
    self.units = units
    self.series = series
  }

  /// Steps of the series.
  var length: Int { series[0].count }

  private var lead: Int { length - states.rows }

  /// Takes the next steps of the network, a tile of them.
  ///
  /// - Throws: `CapacityError.outputNotFinite`.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  mutating func advance<Scalar: NetworkScalar>(_ network: DrivenNetwork<Scalar>) throws(CapacityError) {
    let outputs = network.outputs(of: series, from: steps, atMost: length - steps)
    let count = outputs.count / units
    for place in max(0, lead - steps)..<max(count, lead - steps) {
      for unit in 0..<units {
        let value = Double(outputs[place * units + unit])
        guard value.isFinite else { throw .outputNotFinite(step: steps + place + 1) }
        states[steps + place - lead, unit] = value
      }
    }
    steps += count
  }

  /// Writes how far it is, or reads that back: outputs in the network's own numbers.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  mutating func pass<Scalar: NetworkScalar>(_ state: inout StateBytes, in: Scalar.Type) {
    state.pass(&steps)
    guard 0...length ~= steps else { return state.check(false) }
    let rows = max(0, steps - lead)
    for unit in 0..<units {
      let first = unit * states.rows
      var column = states.elements[first..<first + rows].map { Scalar($0) }
      state.pass(&column, count: rows)
      state.check(column.allSatisfy(\.isFinite))
      guard state.isReading else { continue }
      for (row, value) in column.enumerated() { states[row, unit] = Double(value) }
    }
  }
}

/// A network that is driven along series of inputs, tile after tile, from zero state.
struct DrivenNetwork<Scalar: NetworkScalar> {
  private let engine: PairedNetworks<Scalar>
  private let stretch: InputPair<Scalar>

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  init(_ network: PackedNetwork<Scalar>, path: SIMDPath) {
    engine = PairedNetworks([network], runs: [(0, 0)], capacity: Self.longestTile, path: path)
    stretch = InputPair(
      inputSize: network.inputSize, capacity: engine.tileSteps(0), path: path, arithmetic: network.arithmetic)
  }

  /// What a step takes, in multiply-adds, about.
  var stepCost: Double { engine.stepCost }

  /// The numbers of its state, layer by layer.
  var states: [[Scalar]] { engine.states(0).a }

  func resume(_ states: [[Scalar]]) { engine.resume(0, (states, states)) }

  /// The outputs after the next steps, steps x units, row by row.
  ///
  /// - Parameters:
  ///   - series: one for every input.
  ///   - first: the next step, from 0.
  ///   - most: steps; a tile has no more either.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func outputs(of series: [[Double]], from first: Int, atMost most: Int) -> [Scalar] {
    let steps = first..<first + min(most, stretch.capacity)
    var table: [Double] = []
    table.reserveCapacity(steps.count * series.count)
    for step in steps {
      for values in series { table.append(values[step]) }
    }
    stretch.read(table, columns: series.count, steps: steps.count, a: 0, b: nil)
    engine.advance(stretch)
    var outputs: [Scalar] = []
    engine.appendOutputs(0, to: &outputs)
    return outputs
  }

  private static var longestTile: Int { 512 }
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
