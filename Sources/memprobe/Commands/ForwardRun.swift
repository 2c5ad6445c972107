import Experiments
import NetworkFiles
import RecurrentNetworks
import SequenceFiles
import Text

/// A network, its inputs and the place for its outputs, all checked.
struct ForwardRun {
  private let command: ForwardCommand
  private let output: SequenceOutput
  private let network: LoadedNetwork
  private let inputs: SequenceTable
  private let path: SIMDPath

  /// - Throws: `SIMDPathError`, `ForwardError`; what loading the network and reading the inputs throw.
  init(_ command: ForwardCommand) throws {
    self.command = command
    path = try KernelChoice.path()
    let source = SequenceFile(command.inputs)
    output = try SequenceOutput(path: command.output, overwrites: command.force)
    for file in [source.path] + command.networks.network where output.replaces(file) {
      throw ForwardError.replacesSource(path: command.output)
    }
    guard !command.state || output.format == .hdf5 else {
      throw ForwardError.statesNeedHDF5(path: command.output)
    }
    network = try command.networks.load()
    inputs = try source.read()
    guard inputs.columns == network.network.inputSize else {
      throw ForwardError.inputSize(
        found: inputs.columns, file: command.inputs, expected: network.network.inputSize,
        network: network.path)
    }
  }

  /// Runs the network in this precision, writes its outputs and says so.
  ///
  /// - Throws: `ForwardError`, `OutputError`, `SequenceOutputError`, `ConsoleError`.
  func write<Scalar: NetworkScalar & SequenceScalar>(in: Scalar.Type) throws {
    if let place = inputs.values.firstIndex(where: { !Scalar($0).isFinite }) {
      throw ForwardError.beyondPrecision(
        inputs.values[place], row: place / inputs.columns, column: place % inputs.columns,
        file: command.inputs)
    }
    try checkMemory(bytesPerValue: MemoryLayout<Scalar>.size)
    let trajectory = Trajectory(
      of: RecurrentNetwork<Scalar>(rounding: network.network), inputs: inputs.values,
      keepsStates: command.state, path: path)
    if let place = trajectory.outputs.firstIndex(where: { !$0.isFinite }) {
      let step = NumberText.whole(place / trajectory.outputSize)
      Console.report("Warning: the outputs are not all finite, from step \(step) (counted from 0) on.")
    }
    try output.write(Self.sequences(of: trajectory), attributes: attributes(Scalar.precision))
    try Console.output(
      """
      Outputs: \(output.path) (\(NumberText.count(trajectory.steps, "step")) x \
      \(NumberText.count(trajectory.outputSize, "unit")), \(Scalar.precision.rawValue)\
      \(command.state ? ", and the states of \(NumberText.count(trajectory.layers.count, "layer"))" : ""))

      """)
  }

  /// The values, the file around them, and for HDF5, which makes files in memory, that again.
  private func checkMemory(bytesPerValue: Int) throws(ForwardError) {
    let layers = network.network.layers
    let units =
      layers[layers.count - 1].hiddenSize
      + (command.state ? layers.reduce(0) { $0 + $1.hiddenSize * ($1.cell.hasCellState ? 2 : 1) } : 0)
    let copies = output.format == .hdf5 ? 3.0 : 2
    let needed = Double(inputs.rows) * Double(units) * Double(bytesPerValue) * copies
    let available = SystemMemory.available
    guard needed <= available else { throw .notEnoughMemory(needed: needed, available: available) }
  }

  private static func sequences<Scalar: NetworkScalar & SequenceScalar>(
    of trajectory: Trajectory<Scalar>
  ) -> [OutputSequence<Scalar>] {
    var sequences = [
      OutputSequence(
        name: "output", title: "hidden state of the last layer", axis: "unit", rows: trajectory.steps,
        columns: trajectory.outputSize, values: trajectory.outputs)
    ]
    for (index, layer) in trajectory.layers.enumerated() {
      func append(_ name: String, _ title: String, _ values: [Scalar]) {
        sequences.append(
          OutputSequence(
            name: "layer\(index)_\(name)", title: "\(title) of layer \(index) (\(layer.cell.rawValue))",
            axis: "layer\(index)_unit", rows: trajectory.steps, columns: layer.hiddenSize, values: values))
      }
      append("h", "hidden state", layer.hidden)
      if layer.cell.hasCellState { append("c", "cell state", layer.cellState) }
    }
    return sequences
  }

  private func attributes(_ precision: Precision) -> [(name: String, value: String)] {
    let provenance = Program.provenance
    let time = provenance.date.formatted(.iso8601)
    return [
      ("title", "Outputs of a recurrent network at every step"), ("source", provenance.program),
      ("history", "\(time): \(provenance.commandLine)"), ("network", network.path),
      ("inputs", command.inputs), ("precision", precision.rawValue),
    ]
  }
}
