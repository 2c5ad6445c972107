import ArgumentParser
import Experiments
import Files
import MemoryMeasures
import NetworkFiles
import RecurrentNetworks
import SequenceFiles
import Text

/// Runs a trained network over recorded inputs and writes what it puts out.
struct ForwardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forward",
    abstract: "Run a trained network over recorded inputs and write its outputs at every step.",
    usage: "memprobe forward --network <file> --inputs <file> --output <file> [<options>]",
    discussion: """
      The outputs are the last recurrent layer's hidden states, steps x units, from zero state; of several \
      sequences sequences x steps x units, each from zero state unless --continuous is given. With --state, \
      for which the output has to be .h5, that file also holds the hidden states of every layer and the cell \
      states of LSTM layers: layer0_h, layer0_c and so on, the first layer being 0.
      """)

  @OptionGroup(title: "Network") var networks: ForwardNetworkOptions

  @Option(
    help: ArgumentHelp(
      """
      Inputs, steps x input size or sequences x steps x input size: .npy, text with columns (CSV), or a dataset of \
      an HDF5 file as FILE.h5:/PATH.
      """, valueName: "file"), completion: .file())
  var inputs: String

  @Option(
    help: ArgumentHelp(
      """
      Columns of the inputs that the network is fed, in its order: names of the header, or numbers counted from 1. \
      (default: all)
      """, valueName: "name,..."))
  var columns: String?

  @Flag(help: "Begin every sequence with the state after the one before, not with zeros.")
  var continuous = false

  @Option(
    help: ArgumentHelp(
      "Arithmetic: \(OptionText.list(Precision.self)). (default: float32)", valueName: "name"),
    transform: OptionText.name)
  var precision = Precision.float32

  @Option(
    help: ArgumentHelp(
      "Where 16-bit arithmetic rounds: \(OptionText.list(Rounding.self)). (default: fused)",
      valueName: "name"),
    transform: OptionText.name)
  var rounding: Rounding?

  @Flag(help: "Also write the states of every layer.")
  var state = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("File to write: .npy, or .h5 with named axes.", valueName: "file"), completion: .file()
  )
  var output: String

  @Flag(help: "Overwrite the output file.")
  var force = false

  func run() throws {
    if precision == .float64 {
      try ForwardRun<Double>(self).write()
    } else {
      try ForwardRun<Float>(self).write()
    }
  }
}

/// Which trained network is run.
struct ForwardNetworkOptions: ParsableArguments {
  /// All that are given, so that a second one is an error instead of the one that counts.
  @Option(
    help: ArgumentHelp(
      """
      Trained network to run: \(NetworkFormats.readable). 'memprobe \
      inspect FILE' lists the layers of a file.
      """, valueName: "file"), completion: .file())
  var network: [String] = []

  @Option(help: ArgumentHelp("Take this one recurrent layer of each file.", valueName: "name"))
  var layer: String?

  @Option(
    help: ArgumentHelp(
      """
      Take the recurrent layers from the first named to the last named, each fed by the one before, also where the \
      file does not connect them, if their sizes fit. \
      (default: all layers, if they are one such stack)
      """, valueName: "first..last"),
    transform: { (text: String) throws(SettingTextError) in try SettingForm.layerSpan.value(of: text).text })
  var layersFrom: String?

  @OptionGroup var assumed: AssumptionOptions

  /// - Throws: `ForwardError.networkCount` unless there is one; `LayerChoiceError`; what `LoadedNetwork.load` throws.
  func load() throws -> LoadedNetwork {
    guard network.count == 1 else { throw ForwardError.networkCount(network.count) }
    return try LoadedNetwork.load(
      paths: network, selection: NetworkSelection(layer: layer, layersFrom: layersFrom),
      assuming: assumed.assumptions)[0]
  }
}

/// A network, its inputs and the place for its outputs, all checked.
private struct ForwardRun<Scalar: NetworkScalar & SequenceScalar> {
  private let command: ForwardCommand
  private let output: SequenceOutput
  /// The one copy of the weights, and what is said of their file.
  private let network: PackedNetwork<Scalar>
  private let notes: [String]
  private let inputs: SequenceTable
  private let path: SIMDPath
  private let arithmetic: Arithmetic

  /// - Throws: `SIMDPathError`, `SettingConflict`, `ForwardError`; what loading the network and reading the inputs throw.
  init(_ command: ForwardCommand) throws {
    self.command = command
    path = try KernelChoice.path()
    let source = SequenceFile(command.inputs, columns: try InputColumns.choice(command.columns))
    output = try SequenceOutput(path: command.output, overwrites: command.force)
    try Destination.check(command.output, against: [source.path] + command.networks.network)
    arithmetic = Arithmetic(command.precision, command.rounding ?? .fused)
    guard command.rounding == nil || arithmetic.rounding != nil else {
      throw SettingConflict(key: "rounding", purpose: "16-bit arithmetic (--precision bfloat16 or float16)")
    }
    guard !command.state || output.format == .hdf5 else {
      throw ForwardError.statesNeedHDF5(path: command.output)
    }
    let loaded = try command.networks.load()
    LoadedNetwork.reportNotes([loaded], precision: arithmetic.precision)
    notes = loaded.notes
    network = PackedNetwork(
      arithmetic.precision.isEmulated
        ? RecurrentNetwork(rounding: loaded.network.rounded(to: Double.self), to: arithmetic)
        : loaded.network.rounded(to: Scalar.self))
    inputs = try source.read()
    guard inputs.columns == network.inputSize else {
      throw ForwardError.inputSize(
        found: inputs.columns, columns: inputs.columnList, file: command.inputs,
        expected: network.inputSize, network: loaded.path)
    }
  }

  /// Runs the network, writes its outputs and says so.
  ///
  /// - Throws: `ForwardError`, `OutputError`, `SequenceOutputError`, `ConsoleError`.
  func write() throws {
    if let place = arithmetic.precision.firstBeyond(inputs.values) {
      throw ForwardError.beyondPrecision(
        inputs.values[place], row: place / inputs.columns, column: place % inputs.columns,
        file: command.inputs)
    }
    try checkMemory()
    let runs = command.continuous ? 1 : inputs.sequences
    let perRun = inputs.values.count / runs
    let trajectories = (0..<runs).map { run in
      Trajectory(
        of: network,
        inputs: runs == 1 ? inputs.values : Array(inputs.values[run * perRun..<(run + 1) * perRun]),
        keepsStates: command.state, path: path)
    }
    let outputSize = network.outputSize
    for (run, trajectory) in trajectories.enumerated() {
      guard let place = trajectory.outputs.firstIndex(where: { !$0.isFinite }) else { continue }
      let step = NumberText.whole(place / outputSize)
      let sequence = runs == 1 ? "" : " of sequence \(NumberText.whole(run))"
      Console.report(
        "Warning: the outputs are not all finite, from step \(step)\(sequence) (counted from 0) on.")
      break
    }
    try output.write(
      Self.sequences(of: trajectories, count: inputs.sequences), attributes: attributes)
    let sequences = inputs.sequences == 1 ? "" : "\(NumberText.count(inputs.sequences, "sequence")) x "
    let layers = network.outline.layers.count
    try Console.output(
      """
      Outputs: \(output.path) (\(sequences)\(NumberText.count(inputs.steps, "step")) x \
      \(NumberText.count(outputSize, "unit")), \(arithmetic.words)\
      \(command.state ? ", and the states of \(NumberText.count(layers, "layer"))" : ""))

      """)
  }

  /// The values, the file around them, and for HDF5, which makes files in memory, that again.
  private func checkMemory() throws(ForwardError) {
    let copies = output.format == .hdf5 ? 3.0 : 2
    let needed = Double(inputs.rows) * Double(keptValues) * Double(MemoryLayout<Scalar>.size) * copies
    let available = SystemMemory.available
    guard needed <= available else { throw .notEnoughMemory(needed: needed, available: available) }
  }

  /// Values that are kept of every step.
  private var keptValues: Int {
    let states = network.outline.layers.reduce(0) { $0 + $1.hiddenSize * ($1.cell.hasCellState ? 2 : 1) }
    return network.outputSize + (command.state ? states : 0)
  }

  private static func sequences(
    of trajectories: [Trajectory<Scalar>], count: Int
  ) -> [OutputSequence<Scalar>] {
    let first = trajectories[0]
    let rows = trajectories.count * first.steps
    var sequences = [
      OutputSequence(
        name: "output", title: "hidden state of the last layer", axis: "unit", rows: rows,
        columns: first.outputSize, values: trajectories.flatMap(\.outputs), sequences: count)
    ]
    for (index, layer) in first.layers.enumerated() {
      func append(_ name: String, _ title: String, _ values: KeyPath<LayerStates<Scalar>, [Scalar]>) {
        sequences.append(
          OutputSequence(
            name: "layer\(index)_\(name)", title: "\(title) of layer \(index) (\(layer.cell.rawValue))",
            axis: "layer\(index)_unit", rows: rows, columns: layer.hiddenSize,
            values: trajectories.flatMap { $0.layers[index][keyPath: values] }, sequences: count))
      }
      append("h", "hidden state", \.hidden)
      if layer.cell.hasCellState { append("c", "cell state", \.cellState) }
    }
    return sequences
  }

  private var attributes: [(name: String, value: String)] {
    let provenance = Program.provenance
    let time = provenance.date.formatted(.iso8601)
    return [
      ("title", "Outputs of a recurrent network at every step"), ("source", provenance.program),
      ("history", "\(time): \(provenance.commandLine)"), ("network", command.networks.network[0]),
      ("inputs", command.inputs), ("precision", arithmetic.precision.rawValue),
    ] + (arithmetic.rounding.map { [("rounding", $0.rawValue)] } ?? [])
      + (notes.isEmpty ? [] : [("network_notes", notes.joined(separator: "\n"))])
  }
}

/// A forward pass that cannot be run or written as asked.
enum ForwardError: WordedError, Equatable {
  /// Allowed: one.
  case networkCount(Int)
  /// Only HDF5 files hold several sequences.
  case statesNeedHDF5(path: String)
  case inputSize(found: Int, columns: String, file: String, expected: Int, network: String)
  /// A value that is infinite in the precision asked for; row and column from 0.
  case beyondPrecision(Double, row: Int, column: Int, file: String)
  /// Estimated and available bytes. Nothing has been allocated.
  case notEnoughMemory(needed: Double, available: Double)

  var exitCode: ExitCode {
    switch self {
    case .networkCount, .statesNeedHDF5, .notEnoughMemory: .wrongUsage
    case .inputSize, .beyondPrecision: .badData
    }
  }

  var sentence: String {
    switch self {
    case .networkCount(let count):
      "--network is given \(count == 0 ? "not at all" : "\(count) times"); give it once."
    case .statesNeedHDF5(let path):
      "\(path): --state writes several arrays, which an .npy file cannot hold; choose an --output ending in .h5."
    case .inputSize(let found, let columns, let file, let expected, let network):
      """
      \(file): holds \(NumberText.count(found, "column")) (\(columns)); the network of \(network) reads \
      \(NumberText.whole(expected)). Choose as many with --columns.
      """
    case .beyondPrecision(let value, let row, let column, let file):
      """
      \(file): holds \(NumberText.shortest(value)) at step \(NumberText.whole(row)), input \
      \(NumberText.whole(column)) (both counted from 0), which is infinite in float32; take \
      --precision float64.
      """
    case .notEnoughMemory(let needed, let available):
      """
      the outputs would take about \(NumberText.bytes(needed)) of memory, and \(NumberText.bytes(available)) are \
      available; give fewer steps, or leave out --state.
      """
    }
  }
}
