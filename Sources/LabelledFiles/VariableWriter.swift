import HDF5
import MemoryMeasures

/// Writes variables with their attributes, each attached to the scales of its dimensions.
package struct VariableWriter {
  private let root: HDF5Group
  /// The coordinate variables, by dimension.
  private var scales: [String: HDF5Dataset] = [:]

  package init(root: HDF5Group) { self.root = root }

  /// Writes the coordinate variable of an axis.
  ///
  /// - Parameter axes: those of whose product its values are places; none for another axis.
  package mutating func write(_ axis: Axis, gathering axes: [Axis] = []) throws(HDF5Error) {
    let dataset: HDF5Dataset
    switch axis.values {
    case .wholes(let values):
      dataset = try root.createDataset(
        axis.name, shape: [values.count], values: values.map { Int32(clamping: $0) })
    case .numbers(let values):
      dataset = try root.createDataset(axis.name, shape: [values.count], values: values)
    case .names(let values):
      dataset = try root.createStringDataset(axis.name, shape: [values.count], values: values)
    }
    try dataset.makeDimensionScale(named: axis.name)
    try dataset.writeAttribute("long_name", axis.longName)
    try dataset.writeAttribute("units", axis.units)
    if !axes.isEmpty {
      try dataset.writeAttribute("compress", axes.map(\.name).joined(separator: " "))
    }
    scales[axis.name] = dataset
  }

  package func write(
    _ name: String, over axes: [Axis], _ longName: String, _ values: ColumnValues, _ kind: ColumnKind,
    units: String = "1"
  ) throws(HDF5Error) {
    var meanings: [String] = []
    if case .flag(let names) = kind { meanings = names }
    switch values {
    case .flags(let values):
      try write(name, axes, longName, units, values, fill: ColumnKind.missingFlag, meanings)
    case .counts(let values):
      try write(name, axes, longName, units, values, fill: ColumnKind.missingCount, [])
    case .singles(let values): try write(name, axes, longName, units, values, fill: .nan, [])
    case .numbers(let values): try write(name, axes, longName, units, values, fill: .nan, [])
    }
  }

  /// A variable of strings, which have no `_FillValue`.
  package func write(
    _ name: String, over axes: [Axis], _ longName: String, _ values: [String]
  ) throws(HDF5Error) {
    let dataset = try root.createStringDataset(name, shape: axes.map(\.count), values: values)
    try describe(dataset, axes, longName, "1")
  }

  private func write<Element: HDF5Element>(
    _ name: String, _ axes: [Axis], _ longName: String, _ units: String, _ values: [Element], fill: Element,
    _ meanings: [String]
  ) throws(HDF5Error) {
    let dataset = try root.createDataset(name, shape: axes.map(\.count), values: values, fillValue: fill)
    try describe(dataset, axes, longName, units)
    try dataset.writeAttribute("_FillValue", fill)
    // HDF5 has checksums for everything but the numbers themselves, and a flipped bit in those must not pass for a
    // measurement: CRC-32 of the values' bytes, little-endian, in the order of the axes.
    try dataset.writeAttribute("crc32", values.withUnsafeBytes { Int64(CRC32.checksum($0)) })
    if !meanings.isEmpty {
      try dataset.writeAttribute("flag_values", meanings.indices.map { Element(exactly: $0) ?? fill })
      try dataset.writeAttribute("flag_meanings", meanings.joined(separator: " "))
    }
  }

  private func describe(
    _ dataset: HDF5Dataset, _ axes: [Axis], _ longName: String, _ units: String
  ) throws(HDF5Error) {
    for (index, axis) in axes.enumerated() {
      if let scale = scales[axis.name] { try dataset.attachScale(scale, axis: index) }
    }
    try dataset.writeAttribute("long_name", longName)
    try dataset.writeAttribute("units", units)
    // R, Julia and MATLAB show axes in the opposite order: say it in text, too.
    try dataset.writeAttribute("dimensions", axes.map(\.name).joined(separator: " "))
  }
}

extension HDF5Group {
  /// Writes the value of a setting, for people.
  package func writeAttribute(_ name: String, _ value: SettingValue) throws(HDF5Error) {
    switch value {
    case .whole(let value): try writeAttribute(name, Int64(value))
    case .wholes(let values): try writeAttribute(name, values.map { Int64($0) })
    case .seed(let value): try writeAttribute(name, value)
    case .number(let value): try writeAttribute(name, value)
    case .numbers(let values): if !values.isEmpty { try writeAttribute(name, values) }
    case .flag(let value): try writeAttribute(name, Int8(value ? 1 : 0))
    case .text(let value): try writeAttribute(name, value)
    case .texts(let values): try writeAttribute(name, values.joined(separator: ","))
    case .span(let first, let last): try writeAttribute(name, [Int64(first), Int64(last)])
    }
  }
}

/// The checksum of zip and PNG files (ISO 3309, reflected polynomial 0xEDB88320).
package enum CRC32 {
  /// - Parameter earlier: the checksum of what comes before these bytes.
  package static func checksum(_ bytes: some Sequence<UInt8>, after earlier: UInt32 = 0) -> UInt32 {
    let crc = table.withUnsafeBufferPointer { table in
      bytes.withContiguousStorageIfAvailable { update(~earlier, $0, table) }
        ?? update(~earlier, bytes, table)
    }
    return ~crc
  }

  private static func update(
    _ crc: UInt32, _ bytes: some Sequence<UInt8>, _ table: UnsafeBufferPointer<UInt32>
  ) -> UInt32 {
    var crc = crc
    for byte in bytes { crc = table[Int((crc ^ UInt32(byte)) & 0xff)] ^ (crc >> 8) }
    return crc
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? 0xedb8_8320 ^ (crc >> 1) : crc >> 1 }
  }
}
