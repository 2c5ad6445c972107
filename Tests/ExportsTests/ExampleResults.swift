import Experiments

/// Results small enough to be written down, with a value of every kind.
enum ExampleResults {
  /// 2 cells x 2 repeats, of which one run is not done and one place has no run, and a threshold.
  static let results = LabelledResults(
    format: "memprobe divergence", version: 2,
    attributes: [
      LabelledAttribute(name: "title", values: .strings(["a, \"b\"\nc"])),
      LabelledAttribute(name: "seed", values: .uint64([.max])),
      LabelledAttribute(name: "rates", values: .float64([0.1, -2])),
    ],
    coordinates: [
      LabelledVariable(
        name: "cell", dimensions: ["cell"], shape: [2], values: .strings(["lstm", "g,ru"]),
        attributes: longName("cell type")),
      LabelledVariable(
        name: "repeat", dimensions: ["repeat"], shape: [2], values: .int32([0, 1]),
        attributes: longName("repeat")),
      LabelledVariable(
        name: "threshold", dimensions: ["threshold"], shape: [3], values: .float64([0.1, 1e-3, 1e-7]),
        attributes: longName("difference")),
    ],
    variables: [
      LabelledVariable(
        name: "run_status", dimensions: ["cell", "repeat"], shape: [2, 2], values: .int8([1, 1, 0, -128]),
        fill: .int8([-128]), flags: flags("missing", "done", "failed"), attributes: longName("status")),
      LabelledVariable(
        name: "steps", dimensions: ["cell", "repeat"], shape: [2, 2],
        values: .int32([7, 100_000, .min, .min]), fill: .int32([.min]),
        attributes: longName("steps") + [LabelledAttribute(name: "units", values: .strings(["steps"]))]),
      LabelledVariable(
        name: "reached", dimensions: ["cell", "repeat"], shape: [2, 2], values: .int8([1, 0, -128, -128]),
        fill: .int8([-128]), flags: flags("censored", "reached"), attributes: longName("whether")),
      LabelledVariable(
        name: "rate", dimensions: ["cell", "repeat"], shape: [2, 2],
        values: .float64([-1.0 / 3, -.infinity, .nan, .nan]), fill: .float64([.nan]),
        attributes: longName("rate")),
      LabelledVariable(
        name: "difference", dimensions: ["cell", "repeat", "threshold"], shape: [2, 2, 3],
        values: .float32([0.1, 1e-10, 3, 4, 5, 6, .nan, .nan, .nan, .nan, .nan, .nan]),
        fill: .float32([.nan]),
        attributes: longName("difference")),
      LabelledVariable(
        name: "mean", dimensions: ["cell"], shape: [2], values: .float64([50_003.5, .nan]),
        fill: .float64([.nan]), attributes: longName("mean")),
      LabelledVariable(
        name: "count", dimensions: ["threshold"], shape: [3], values: .int64([1, 2, 3]),
        attributes: longName("count")),
    ])

  private static func longName(_ text: String) -> [LabelledAttribute] {
    [LabelledAttribute(name: "long_name", values: .strings([text]))]
  }

  private static func flags(_ meanings: String...) -> [LabelledFlag] {
    meanings.enumerated().map { LabelledFlag(value: $0, meaning: $1) }
  }
}
