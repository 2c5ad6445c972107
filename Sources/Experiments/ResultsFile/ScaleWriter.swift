import HDF5
import MemoryMeasures

/// Writes the coordinate variables of a results file.
struct ScaleWriter {
  let root: HDF5Group
  /// What was written, by dimension.
  private(set) var scales: [String: HDF5Dataset] = [:]

  init(root: HDF5Group) {
    self.root = root
  }

  mutating func add(_ name: String, _ longName: String, _ values: [Int]) throws {
    try add(
      name, longName, root.createDataset(name, shape: [values.count], values: values.map { Int32($0) }))
  }

  mutating func add(_ name: String, _ longName: String, _ values: [Double]) throws {
    try add(name, longName, root.createDataset(name, shape: [values.count], values: values))
  }

  mutating func add(_ name: String, _ longName: String, _ values: [String]) throws {
    try add(name, longName, root.createStringDataset(name, shape: [values.count], values: values))
  }

  /// `threshold` and `curve_step`, where there are any.
  mutating func addAxes(of settings: DivergenceSettings) throws {
    if !settings.thresholds.isEmpty {
      try add(
        ResultsVariable.threshold, "largest difference between the two outputs", settings.thresholds)
    }
    if settings.recordsCurve { try add(ResultsVariable.curveStep, "shared step", settings.curveSteps) }
  }

  private mutating func add(_ name: String, _ longName: String, _ dataset: HDF5Dataset) throws {
    try dataset.makeDimensionScale(named: name)
    try dataset.writeAttribute("long_name", longName)
    try dataset.writeAttribute("units", "1")
    scales[name] = dataset
  }
}
