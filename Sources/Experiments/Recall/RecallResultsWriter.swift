import Foundation
import HDF5
import MemoryMeasures
import RecurrentNetworks

/// Lays recall results out in an HDF5 file.
struct RecallResultsWriter {
  let results: RecallResults
  let provenance: Provenance
  let root: HDF5Group

  private static let axes = ["network", "magnitude", "sequence", "step"]
  private static let statisticAxes = ["network", "magnitude", "step"]
  private var settings: RecallSettings { results.settings }
  private var entries: [RecallResults.Entry] { results.entries }

  func write() throws {
    try writeRootAttributes()
    let variables = VariableWriter(root: root, scales: try writeScales())
    try writeNetworks(variables)
    try writeErrors(variables)
    try writeStatistics(variables)
  }

  private func writeRootAttributes() throws {
    let time = provenance.date.formatted(.iso8601)
    try root.writeAttribute("Conventions", "CF-1.11")
    try root.writeAttribute("title", "How exactly recurrent networks return their first input")
    try root.writeAttribute("source", provenance.program)
    try root.writeAttribute("history", "\(time): \(provenance.commandLine)")
    try root.writeAttribute("format", RecallResultsFile.format)
    try root.writeAttribute("format_version", RecallResultsFile.version)
    try root.writeAttribute("seed", results.seed)
    let plan = String(decoding: try CanonicalJSON.encode(RecallPlan(results)), as: UTF8.self)
    try root.writeAttribute("plan", plan)
    try root.writeAttribute("plan_fingerprint", FNV1a.fingerprint(of: plan))
    try root.writeAttribute("total_steps", Int32(settings.totalSteps))
    try root.writeAttribute("training_sequences", Int32(settings.trainingSequences))
    try root.writeAttribute("precision", results.precision.rawValue)
    try root.writeAttribute(
      "inputs", "standard normals; input 0 of step 1 (first_input) a standard normal times the magnitude")
  }

  private func writeScales() throws -> [String: HDF5Dataset] {
    var writer = ScaleWriter(root: root)
    try writer.add("network", "network", entries.map(\.network.name))
    try writer.add("magnitude", "standard deviation of the first input", settings.magnitudes)
    try writer.add("sequence", "test sequence", Array(0..<settings.sequences))
    try writer.add("step", "steps after which the answer is read", settings.steps)
    return writer.scales
  }

  private func writeNetworks(_ variables: VariableWriter) throws {
    func variable(_ name: String, _ longName: String) -> ResultsVariable {
      ResultsVariable(name, over: ["network"], longName)
    }
    func count(_ name: String, _ longName: String, _ value: (RecalledNetwork) -> Int) throws {
      try variables.write(
        variable(name, longName), entries.map { Int32(value($0.network)) }, fill: VariableWriter.missingCount)
    }
    try variables.write(
      variable("cell", "cell types of the layers"),
      entries.map { $0.network.layers.map(\.cell.rawValue).joined(separator: " ") })
    try variables.write(
      variable("readout", "how the answer is read"), entries.map { $0.network.readout.text })
    try count("hidden_size", "units of the last layer") { $0.hiddenSize }
    try count("input_size", "values per input step") { $0.inputSize }
    try count("first_answer_step", "the step from which on error_bound holds") {
      $0.promise?.firstStep ?? 1
    }
  }

  private func writeErrors(_ variables: VariableWriter) throws {
    func write(_ name: String, _ longName: String, _ values: (RecallMeasurement) -> [[[Double]]]) throws {
      try variables.write(
        ResultsVariable(name, over: Self.axes, longName),
        entries.flatMap { values($0.measurement).flatMap { $0.flatMap(\.self) } }, fill: .nan)
    }
    try write("answer", "what the readout makes of the output after so many steps") { $0.answers }
    try write("absolute_error", "|answer - first_input|") { $0.absoluteErrors }
    try write("relative_error", "|answer - first_input| / |first_input|") { $0.relativeErrors }
    let perSequence = Array(Self.axes.dropLast())
    try variables.write(
      ResultsVariable("first_input", over: perSequence, "input 0 of step 1"),
      entries.flatMap { $0.measurement.firstInputs.flatMap(\.self) }, fill: .nan)
    try variables.write(
      ResultsVariable(
        "error_bound", over: perSequence,
        "largest absolute error that the construction allows; NaN where it promises nothing"),
      entries.flatMap { entry in
        entry.measurement.firstInputs.flatMap(\.self).map {
          entry.network.promise?.bound(firstInput: $0) ?? .nan
        }
      }, fill: .nan)
  }

  private func writeStatistics(_ variables: VariableWriter) throws {
    typealias Spread = RecallResults.Entry.Spread
    func write(
      _ name: String, _ longName: String, _ spreads: (RecallResults.Entry) -> [[Spread]],
      _ value: (Spread) -> Double
    ) throws {
      try variables.write(
        ResultsVariable(name, over: Self.statisticAxes, "\(longName) over the sequences"),
        entries.flatMap { spreads($0).flatMap { $0.map(value) } }, fill: .nan)
    }
    try write("median_absolute_error", "median of absolute_error", \.absolute, \.median)
    try write("largest_absolute_error", "largest absolute_error", \.absolute, \.largest)
    try write("median_relative_error", "median of relative_error", \.relative, \.median)
    try write("largest_relative_error", "largest relative_error", \.relative, \.largest)
  }
}

extension RecallReadout {
  /// The readout in a few words, for the file.
  var text: String {
    switch self {
    case .unit(let unit, let scale): "\(scale) * h[\(unit)]"
    case .fitted: "least squares on training sequences"
    }
  }
}
