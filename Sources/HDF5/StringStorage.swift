import CHDF5

/// Strings on their way between Swift and the library. All pointers to characters are here.
enum StringStorage {
  /// An open datatype for strings in UTF-8.
  /// - Parameter bytes: the length that every string takes; `nil` for variable length.
  static func makeType(bytes: Int?, at location: Location) throws(HDF5Error) -> Handle {
    let type = try location.own("H5Tcopy", closedBy: H5Tclose) { H5Tcopy(CHDF5_T_C_S1()) }
    try location.check("H5Tset_size") { H5Tset_size(type.id, bytes ?? CHDF5_T_VARIABLE()) }
    try location.check("H5Tset_cset") { H5Tset_cset(type.id, H5T_CSET_UTF8) }
    return type
  }

  /// Calls `write` with an array of pointers to the strings, each ended by a null character.
  /// - Throws: `nullCharacter` if a string contains one; what `write` throws.
  static func withPointers<Result>(
    to values: [String], at location: Location,
    _ write: ([UnsafePointer<CChar>?]) throws(HDF5Error) -> Result
  ) throws(HDF5Error) -> Result {
    var characters: [CChar] = []
    var starts: [Int] = []
    for value in values {
      guard !value.utf8.contains(0) else { throw location.error(.nullCharacter) }
      starts.append(characters.count)
      characters.append(contentsOf: value.utf8.lazy.map(CChar.init(bitPattern:)))
      characters.append(0)
    }
    return try characters.withUnsafeBufferPointer { buffer throws(HDF5Error) in
      try write(starts.map { start in buffer.baseAddress.map { $0 + start } })
    }
  }

  /// Reads a name that the library copies into a buffer, asking for its length first.
  /// - Parameter read: calls the library with the buffer and its size in bytes, the null character included;
  ///   returns the length without it.
  static func readName<Failure: Error>(
    _ read: (UnsafeMutablePointer<CChar>?, Int) throws(Failure) -> Int
  ) throws(Failure) -> String {
    var characters = [CChar](repeating: 0, count: max(0, try read(nil, 0)) + 1)
    _ = try read(&characters, characters.count)
    return String(decoding: characters.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

extension StoredValues {
  /// All strings, the last axis running fastest, of whichever string datatype.
  /// - Throws: `HDF5Error`: `wrongType`, `invalidUTF8`; `tooLarge` if they, or pointers to those of variable length,
  ///   would take more than `byteLimit`; a failed call.
  func strings(byteLimit: Int) throws(HDF5Error) -> [String] {
    let count = try count(bytesPerValue: HDF5Library.locked { H5Tget_size(type.id) }, limit: byteLimit)
    return switch try StoredType(of: type, at: location) {
    case .variableLengthString: try variableLengthStrings(count)
    case .fixedLengthString(let bytes): try fixedLengthStrings(count, bytes: bytes)
    case let found:
      throw location.error(.wrongType(found: found.description, expected: "string"))
    }
  }

  private func variableLengthStrings(_ count: Int) throws(HDF5Error) -> [String] {
    var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
    // The library allocates the characters; what it has not got to is still nil, which reclaiming skips.
    defer {
      HDF5Library.locked { _ = H5Dvlen_reclaim(type.id, space.id, CHDF5_P_DEFAULT(), &pointers) }
    }
    try read(as: type.id, into: &pointers)
    return try pointers.map { pointer throws(HDF5Error) in
      guard let pointer else { return "" }
      guard let string = String(validatingCString: pointer) else { throw location.error(.invalidUTF8) }
      return string
    }
  }

  private func fixedLengthStrings(_ count: Int, bytes: Int) throws(HDF5Error) -> [String] {
    var characters = [UInt8](repeating: 0, count: count * bytes)
    try read(as: type.id, into: &characters)
    let padding = HDF5Library.locked { H5Tget_strpad(type.id) }
    return try (0..<count).map { index throws(HDF5Error) in
      var string = characters[index * bytes..<(index + 1) * bytes].prefix { $0 != 0 }
      while padding == H5T_STR_SPACEPAD, string.last == UInt8(ascii: " ") { string.removeLast() }
      guard let string = String(validating: string, as: UTF8.self) else {
        throw location.error(.invalidUTF8)
      }
      return string
    }
  }
}
