import LabelledFiles
import MemoryMeasures

/// How networks compare with their twins, as variables over samples and sources.
extension ResultsWriter {
  var sampleAxis: Axis {
    Axis(
      "sample", "what is compared: a given network by itself, or a group of them",
      .names(plan.subjects.samples.map(\.name)))
  }

  static func comparisonNames(_ compared: Compared<M.Value>) -> [String] {
    let effect = compared.effect.rawValue
    return [
      "twins_below", "twins_above", "p_value", "holm_p_value", effect, "\(effect)_low", "\(effect)_high",
      "intraclass_correlation",
    ] + (compared.clear == nil ? [] : ["comparison_clear"])
  }

  func write(_ comparisons: [TwinComparison], _ variables: VariableWriter) throws {
    let axes = [sampleAxis] + plan.axes.filter { $0.name == "source" }
    let found = Dictionary(
      comparisons.map { ([$0.sample.name, $0.kind.rawValue, $0.quantity, "\($0.place)"], $0) }
    ) { first, _ in first }
    for compared in M.compared(plan.settings) {
      let cells = plan.subjects.samples.flatMap { sample in
        plan.sources.flatMap { source in
          (0..<compared.count).map { found[[sample.name, source.name, compared.name, "\($0)"]] }
        }
      }
      let variable = compared.name + (compared.isOfSteps ? "_steps" : "")
      func write(
        _ suffix: String, _ longName: String, _ values: ColumnValues, _ kind: ColumnKind,
        units: String = "1"
      ) throws {
        try variables.write(
          "\(compared.name)_\(suffix)", over: axes + [compared.axis].compactMap(\.self),
          "median \(variable) of the sample's networks against their twins: \(longName)", values, kind,
          units: units)
      }
      func write(
        _ suffix: String, _ longName: String, units: String = "1", _ value: (TwinComparison) -> Double
      ) throws {
        let numbers = cells.map { $0.map(value) ?? .nan }.map { $0.isNaN ? .nan : $0 }
        try write(suffix, longName, .numbers(numbers), .number, units: units)
      }
      func write(count suffix: String, _ longName: String, _ value: (TwinComparison) -> Int) throws {
        let counts = cells.map { $0.map { Int32(clamping: value($0)) } ?? ColumnKind.missingCount }
        try write(suffix, longName, .counts(counts), .count)
      }
      try write(count: "twins_below", "twins with a smaller one") { $0.twinsBelow }
      try write(count: "twins_above", "twins with a larger one") { $0.twinsAbove }
      try write("p_value", "two-sided p-value of the exact permutation test of ranks") { $0.pValue }
      try write("holm_p_value", "p-value after Holm's correction for all comparisons of the file") {
        $0.adjustedPValue
      }
      let (effect, isRatio) = (compared.effect.rawValue, compared.effect == .ratio)
      try write(
        effect, isRatio ? "ratio of medians; missing where either is not reached" : "the one less the other",
        units: compared.units
      ) { $0.estimate.low == $0.estimate.high ? $0.estimate.low : .nan }
      try write(
        "\(effect)_low", "lower end of the \(effect)'s 95% interval\(isRatio ? "; 0 for none" : "")",
        units: compared.units
      ) { $0.interval.low }
      try write(
        "\(effect)_high", "upper end of the \(effect)'s 95% interval\(isRatio ? "; infinite for none" : "")",
        units: compared.units
      ) { $0.interval.high }
      try write("intraclass_correlation", "of the twins' runs within twin") { $0.intraclassCorrelation }
      guard compared.clear != nil else { continue }
      let flags = cells.map { $0.map { $0.isClear ? Int8(1) : 0 } ?? ColumnKind.missingFlag }
      try write(
        "comparison_clear", "whether those of most networks and twins are far enough from rounding",
        .flags(flags), .flag(["near_floor", "clear"]))
    }
  }
}
