import HDF5

/// The attribute `crc32` of a numeric variable. HDF5 has checksums for everything but the numbers themselves,
/// and a flipped bit in those must not pass for a measurement.
enum VariableChecksum {
  /// CRC-32 of the values' bytes, little-endian, in the order of the axes.
  static func of<Element: HDF5Element>(_ values: [Element]) -> Int64 {
    values.withUnsafeBytes { Int64(CRC32.checksum($0)) }
  }
}
