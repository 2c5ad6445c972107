import Foundation
import TestSupport

@testable import HDF5

/// Files of `Fixtures/make_image_fixtures.py`.
enum ImageFixture {
  static let sound = ["earliest.h5", "v108.h5", "latest.h5"]

  static func bytes(_ name: String) throws -> [UInt8] {
    try Repository.bytes(of: "Tests/HDF5Tests/Fixtures/image/\(name)")
  }

  static func root(_ name: String) throws -> HDF5ImageObject { try HDF5Image(bytes(name)).root() }

  /// The numbers of a dataset, widened.
  static func numbers(_ dataset: HDF5ImageDataset) throws -> [Double] {
    let bytes = try dataset.read()
    return stride(from: 0, to: bytes.count, by: dataset.number.size).map { start in
      let word = bytes[start..<start + dataset.number.size].reversed().reduce(UInt64(0)) {
        $0 << 8 | UInt64($1)
      }
      return switch dataset.number {
      case .float16: Double(Float16(bitPattern: UInt16(word)))
      case .bfloat16: Double(Float(bitPattern: UInt32(word) << 16))
      case .float32: Double(Float(bitPattern: UInt32(word)))
      case .float64: Double(bitPattern: word)
      case .int8: Double(Int8(truncatingIfNeeded: word))
      case .int16: Double(Int16(truncatingIfNeeded: word))
      case .int32: Double(Int32(truncatingIfNeeded: word))
      case .int64: Double(Int64(truncatingIfNeeded: word))
      case .uint8, .uint16, .uint32, .uint64: Double(word)
      }
    }
  }
}
