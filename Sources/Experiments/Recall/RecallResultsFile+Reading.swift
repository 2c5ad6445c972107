import HDF5
import MemoryMeasures

extension RecallResultsFile {
  /// Reads a results file. Errors and statistics are made again of the answers.
  ///
  /// - Throws: `ResultsFileError`.
  public static func read(_ path: String) throws -> RecallResults {
    guard case .hdf5(let path) = try ResultsSource(path) else {
      throw ResultsFileError.notResults(path: path)
    }
    return try ResultsFileError.from(path) {
      let reader = ResultsReader(path: path, file: try HDF5File.open(at: path))
      try reader.checkFormat(format, version: version)
      let plan = try reader.readPlan(RecallPlan.self) { FNV1a.fingerprint(of: $1) }
      guard plan.isSound else { throw reader.malformed(.plan("values out of range")) }
      return try read(plan, from: reader)
    }
  }

  private static func read(_ plan: RecallPlan, from reader: ResultsReader) throws -> RecallResults {
    let settings = plan.settings
    let steps = settings.steps
    // Its strings are not read: see `FailedRun`.
    _ = try reader.dataset("network", shape: [plan.networks.count])
    try reader.check("magnitude", settings.magnitudes)
    try reader.check("sequence", Array(0..<settings.sequences))
    try reader.check("step", steps)
    try reader.checkPresence(of: derivedVariables)
    let shape = [plan.networks.count, settings.magnitudes.count, settings.sequences]
    let inputs = try reader.values("first_input", shape: shape, as: Double.self)
    let answers = try reader.values("answer", shape: shape + [steps.count], as: Double.self)

    let answersOfSequences = answers.split(every: steps.count)
    let inputsOfMagnitudes = inputs.split(every: settings.sequences)
    let answersOfMagnitudes = answersOfSequences.split(every: settings.sequences)
    let measurements = zip(
      inputsOfMagnitudes.split(every: settings.magnitudes.count),
      answersOfMagnitudes.split(every: settings.magnitudes.count)
    ).map(RecallMeasurement.init)
    return RecallResults(
      settings: settings, seed: plan.seed, precision: plan.precision,
      entries: zip(plan.networks, measurements).map(RecallResults.Entry.init))
  }

  /// Variables that follow from the others, or from the plan.
  private static let derivedVariables = [
    "cell", "readout", "hidden_size", "input_size", "first_answer_step", "absolute_error", "relative_error",
    "error_bound", "median_absolute_error", "largest_absolute_error", "median_relative_error",
    "largest_relative_error",
  ]
}

extension Array {
  /// Pieces of equal length, one behind the other.
  fileprivate func split(every length: Int) -> [[Element]] {
    stride(from: 0, to: count, by: length).map { Array(self[$0..<Swift.min($0 + length, count)]) }
  }
}
