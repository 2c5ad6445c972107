import ArgumentParser
import Experiments
import Figures
import Foundation
import MemoryMeasures
import NetworkFiles
import RecurrentNetworks
import SequenceFiles
import Text

/// Text that chooses columns of inputs.
enum InputColumns {
  /// - Throws: `SettingError`.
  static func choice(_ text: String?) throws -> ColumnChoice? {
    guard let text else { return nil }
    guard let choice = ColumnChoice(text) else {
      throw SettingError(
        key: "columns", found: .text(text),
        allowed: "names or numbers of columns, with commas between, each once")
    }
    return choice
  }
}

extension RecordedInputs {
  /// What an experiment reads; nil for nothing. How many sequences there are is noted in the experiment.
  ///
  /// - Throws: `InputFileError`, `SequenceFileError`, `RecordedInputsError`; `SettingError` for columns that cannot be
  ///   told, and for several sequences that are to be repeated.
  static func read<M>(_ experiment: inout Experiment<M>) throws -> RecordedInputs? {
    guard let path = experiment.inputs else { return nil }
    let table = try SequenceFile(path, columns: InputColumns.choice(experiment.reading.columns)).read()
    experiment.reading.sequences = experiment.reading.isContinuous ? 1 : table.sequences
    guard !experiment.reading.isRepeated || experiment.reading.sequences == 1 else {
      throw SettingError(
        key: "repeat-inputs", found: .flag(true),
        allowed:
          "false for \(NumberText.count(table.sequences, "sequence")), unless --continuous takes them for one"
      )
    }
    return try RecordedInputs(
      RecordedLayout(
        rows: table.rows, sequences: experiment.reading.sequences, isRepeated: experiment.reading.isRepeated),
      columns: table.columns, values: table.values, columnNames: table.names)
  }
}

extension LoadedNetwork {
  /// The networks from files that an experiment names, with their digests.
  ///
  /// - Throws: `LayerChoiceError`; what reading network files throws.
  static func load<M>(_ experiment: Experiment<M>) throws -> [LoadedNetwork] {
    try load(
      paths: experiment.files,
      selection: NetworkSelection(layer: experiment.layer, layersFrom: experiment.layersFrom),
      assuming: NetworkAssumptions(gateActivation: experiment.gateActivation),
      head: M.head(experiment.settings)
    ).map { loaded in
      var loaded = loaded
      loaded.network = loaded.network.withDigest
      return loaded
    }
  }

  /// Puts an experiment's checkpoints, which are all of its files, in the order in which they were trained.
  ///
  /// - Throws: `CheckpointError`.
  static func sortCheckpoints<M>(
    _ loaded: inout [LoadedNetwork], of experiment: inout Experiment<M>
  ) throws -> [CheckpointFile] {
    guard !experiment.checkpoints.isEmpty else { return [] }
    let steps = try CheckpointFile.steps(of: loaded.map(\.path), progress: loaded.map(\.progress))
    let sorted = zip(loaded, steps).sorted { ($0.1.step, $0.1.path) < ($1.1.step, $1.1.path) }
    loaded = sorted.map(\.0)
    experiment.checkpoints = loaded.map(\.path)
    if let counter = sorted[0].1.counter {
      Console.report("Note: checkpoints are in the order of \(counter), which their files hold.")
    }
    return sorted.map(\.1)
  }

  /// What had to be assumed of the file, and whether its weights were widened, a sentence each.
  var notes: [String] {
    let isShort = [.float16, .bfloat16].contains(storage)
    return fileNotes.map(NetworkFileSummary.line)
      + (isShort ? ["weights stored as \(storage.rawValue), here widened, exactly"] : [])
  }

  /// Says what people should know of the files, and of weights that are rounded.
  static func reportNotes(_ loaded: [LoadedNetwork], precision: Precision) {
    for network in loaded {
      for note in network.notes { Console.report("Note: \(network.path): \(note)") }
    }
    for network in loaded where network.storage == .float64 && precision != .float64 {
      Console.report(
        """
        Note: \(network.path) holds float64 weights, here rounded to \(precision.rawValue); --precision float64 keeps them.
        """)
    }
  }
}

extension NetworkSelection {
  /// What --layer or --layers-from select.
  ///
  /// - Throws: `LayerChoiceError` if both are given.
  init(layer: String?, layersFrom: String?) throws(LayerChoiceError) {
    switch (layer, layersFrom.flatMap(LayerSpan.init)) {
    case (nil, nil): self = .whole
    case (let name?, nil): self = .layer(name: name)
    case (nil, let span?): self = .sequence(span.names)
    case (_?, _?): throw LayerChoiceError()
    }
  }

  /// As it stands behind the option; empty for all layers.
  fileprivate var text: String {
    switch self {
    case .whole: ""
    case .layer(let name): name
    case .sequence(let names): names.joined(separator: "..")
    }
  }
}

extension GivenNetwork {
  init(_ loaded: LoadedNetwork, group: String?, checkpoint: CheckpointFile?) {
    self.init(
      name: loaded.name, path: loaded.path, selection: loaded.selection.text, group: group,
      checkpoint: checkpoint?.step,
      notes: loaded.notes, gateActivation: loaded.assumptions.gateActivation, network: loaded.network)
    counter = checkpoint?.counter
  }
}

extension NetworkGroup {
  /// The group with the network files of a folder in the place of the folder, in the order of their names.
  ///
  /// - Throws: `NetworkGroupError` for a folder without any.
  func listed() throws -> NetworkGroup {
    var isFolder: ObjCBool = false
    guard paths.count == 1, let folder = paths.first,
      FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
    else { return self }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { name in !name.hasPrefix(".") && NetworkFormats.readEndings.contains { name.hasSuffix($0) } }
    guard !names.isEmpty else { throw NetworkGroupError(group: name, folder: folder) }
    return NetworkGroup(
      name: name, paths: names.sorted().map { folder.hasSuffix("/") ? folder + $0 : "\(folder)/\($0)" })
  }
}

/// A folder that is to be a group, and holds no network file.
struct NetworkGroupError: WordedError {
  let group: String
  let folder: String

  var exitCode: ExitCode { .missingInput }
  var sentence: String {
    """
    --group \(group): the folder \(folder) holds no network file \
    (\(NetworkFormats.readEndings.joined(separator: ", "))).
    """
  }
}

/// Both --layer and --layers-from.
struct LayerChoiceError: WordedError {
  var exitCode: ExitCode { .wrongUsage }
  var sentence: String { "--layer and --layers-from cannot be given together: one layer or a run of layers." }
}
