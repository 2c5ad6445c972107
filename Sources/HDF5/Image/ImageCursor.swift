/// Reads numbers from a stretch of a file, never beyond its end.
struct ImageCursor {
  private let bytes: [UInt8]
  private(set) var place: Int
  let end: Int

  /// - Throws: `truncated` unless the stretch lies within the file.
  init(_ bytes: [UInt8], at address: UInt64, count: UInt64? = nil) throws(HDF5ImageProblem) {
    let size = UInt64(bytes.count)
    let (last, overflows) = address.addingReportingOverflow(count ?? 0)
    guard !overflows, last <= size else {
      throw .truncated(needed: overflows ? .max : last, found: size)
    }
    self.bytes = bytes
    place = Int(address)
    end = count == nil ? bytes.count : Int(last)
  }

  init(_ bytes: [UInt8], in range: Range<Int>) {
    self.bytes = bytes
    place = range.lowerBound
    end = range.upperBound
  }

  var left: Int { end - place }

  /// The next `count` bytes, as a place in the file.
  mutating func stretch(_ count: UInt64) throws(HDF5ImageProblem) -> Range<Int> {
    guard count <= UInt64(left) else {
      let needed = UInt64(place).addingReportingOverflow(count)
      throw .truncated(needed: needed.overflow ? .max : needed.partialValue, found: UInt64(end))
    }
    let start = place
    place += Int(count)
    return start..<place
  }

  mutating func skip(_ count: Int) throws(HDF5ImageProblem) {
    _ = try stretch(UInt64(count))
  }

  /// The next `width` bytes, at most 8, as one number, the lowest byte first.
  mutating func number(_ width: Int) throws(HDF5ImageProblem) -> UInt64 {
    var number: UInt64 = 0
    var index = try stretch(UInt64(width)).upperBound
    while index > place - width {
      index -= 1
      number = number << 8 | UInt64(bytes[index])
    }
    return number
  }

  mutating func byte() throws(HDF5ImageProblem) -> Int { Int(try number(1)) }

  mutating func short() throws(HDF5ImageProblem) -> Int { Int(try number(2)) }

  /// An address or a length. Files whose addresses have another width are refused when they are opened.
  mutating func long() throws(HDF5ImageProblem) -> UInt64 { try number(8) }

  /// An address; nil where the file says that there is none.
  mutating func address() throws(HDF5ImageProblem) -> UInt64? {
    let address = try long()
    return address == .max ? nil : address
  }

  /// The next `count` bytes.
  mutating func array(_ count: Int) throws(HDF5ImageProblem) -> [UInt8] {
    let stretch = try stretch(UInt64(count))
    return stretch == bytes.indices ? bytes : Array(bytes[stretch])
  }

  mutating func expect(_ signature: String) throws(HDF5ImageProblem) {
    guard bytes[try stretch(UInt64(signature.utf8.count))].elementsEqual(signature.utf8) else {
      throw .malformed("no '\(signature)' where there has to be one")
    }
  }

  /// Checks the four bytes that follow against all since `start`.
  mutating func expectChecksum(since start: Int) throws(HDF5ImageProblem) {
    let checked = start..<place
    let expected = Superblock.checksum(bytes[checked])
    guard try number(4) == UInt64(expected) else {
      throw .checksum(at: checked.upperBound, expected: expected)
    }
  }

  /// A text that takes `count` bytes, or ends before at the first null character.
  mutating func text(_ count: UInt64) throws(HDF5ImageProblem) -> String {
    let characters = bytes[try stretch(count)].prefix { $0 != 0 }
    guard let text = String(validating: characters, as: UTF8.self) else {
      throw .malformed("a name or a text that is not UTF-8")
    }
    return text
  }
}
