import HDF5

/// Writes variables with their attributes, each attached to the scales of its dimensions.
struct VariableWriter {
  let root: HDF5Group
  /// The coordinate variables, by dimension.
  let scales: [String: HDF5Dataset]

  /// What netCDF readers mask in 32-bit counts and 8-bit flags.
  static let missingCount = Int32.min
  static let missingFlag = Int8.min

  /// - Parameter meanings: of the values 0, 1, ... of a flag; empty for numbers.
  func write<Element: HDF5Element>(
    _ variable: ResultsVariable, _ values: [Element], fill: Element, meanings: [String] = []
  ) throws(HDF5Error) {
    let dataset = try root.createDataset(
      variable.name, shape: shape(of: variable), values: values, fillValue: fill)
    try describe(dataset, variable)
    try dataset.writeAttribute("_FillValue", fill)
    try dataset.writeAttribute("crc32", VariableChecksum.of(values))
    if !meanings.isEmpty {
      try dataset.writeAttribute("flag_values", meanings.indices.map { Element(exactly: $0) ?? fill })
      try dataset.writeAttribute("flag_meanings", meanings.joined(separator: " "))
    }
  }

  /// A variable of strings, which have no `_FillValue`.
  func write(_ variable: ResultsVariable, _ values: [String]) throws(HDF5Error) {
    let dataset = try root.createStringDataset(variable.name, shape: shape(of: variable), values: values)
    try describe(dataset, variable)
  }

  private func shape(of variable: ResultsVariable) -> [Int] {
    variable.dimensions.map { scales[$0]?.shape.first ?? 0 }
  }

  private func describe(_ dataset: HDF5Dataset, _ variable: ResultsVariable) throws(HDF5Error) {
    for (axis, dimension) in variable.dimensions.enumerated() {
      if let scale = scales[dimension] { try dataset.attachScale(scale, axis: axis) }
    }
    try dataset.writeAttribute("long_name", variable.longName)
    try dataset.writeAttribute("units", "1")
    // R, Julia and MATLAB show axes in the opposite order: say it in text, too.
    try dataset.writeAttribute("dimensions", variable.dimensions.joined(separator: " "))
  }
}
