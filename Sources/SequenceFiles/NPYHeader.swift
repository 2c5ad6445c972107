/// What an `.npy` file says of its array.
struct NPYHeader: Equatable {
  /// The number type in NumPy's words; for an array of records, their whole description.
  let descriptor: String
  /// Whether the first axis runs fastest, not the last.
  let isFortranOrder: Bool
  let shape: [Int]
  /// Bytes before the array.
  let length: Int

  /// NumPy itself reads no longer ones unless it is told to.
  private static let longest = 10_000

  /// - Throws: `SequenceFileProblem`: `npyVersion`, `npyHeader`, `truncated` or `tooLarge`.
  init(of bytes: [UInt8]) throws(SequenceFileProblem) {
    let fixed = NPYFile.signature.count + 2
    guard bytes.count >= fixed + 2 else { throw .truncated(needed: fixed + 2, found: bytes.count) }
    let (major, minor) = (bytes[fixed - 2], bytes[fixed - 1])
    guard (1...3).contains(major), minor == 0 else { throw .npyVersion(major: major, minor: minor) }
    let lengthBytes = major == 1 ? 2 : 4
    let start = fixed + lengthBytes
    guard bytes.count >= start else { throw .truncated(needed: start, found: bytes.count) }
    let count = bytes[fixed..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard count <= Self.longest else { throw .tooLarge(bytes: Double(count), limit: Self.longest) }
    guard bytes.count >= start + count else { throw .truncated(needed: start + count, found: bytes.count) }
    length = start + count
    var scanner = NPYHeaderScanner(bytes[start..<start + count])
    (descriptor, isFortranOrder, shape) = try scanner.entries()
  }
}

/// Reads the dictionary that is an `.npy` header:
/// `{'descr': '<f8', 'fortran_order': False, 'shape': (1000, 3), }`, then spaces and a line end.
///
/// The three keys may stand in any order, each once. Nothing is evaluated.
struct NPYHeaderScanner {
  private let bytes: ArraySlice<UInt8>
  private var place: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  mutating func entries() throws(SequenceFileProblem) -> (String, Bool, [Int]) {
    var descriptor: String?
    var order: Bool?
    var shape: [Int]?
    try expect("{")
    while !take("}") {
      let start = place
      switch try string() {
      case "descr" where descriptor == nil:
        try expect(":")
        descriptor = try type()
      case "fortran_order" where order == nil:
        try expect(":")
        order = try truth()
      case "shape" where shape == nil:
        try expect(":")
        shape = try tuple()
      default:
        place = start
        throw problem("one of the keys 'descr', 'fortran_order' and 'shape', each once")
      }
      if !take(",") {
        try expect("}")
        break
      }
    }
    skipSpaces()
    _ = take("\n")
    guard place == bytes.endIndex else { throw problem("the end of the header") }
    guard let descriptor, let order, let shape else {
      throw problem("the keys 'descr', 'fortran_order' and 'shape'")
    }
    return (descriptor, order, shape)
  }

  // MARK: Values

  /// A number type in quotes; for records, a list, what it says as it stands there.
  private mutating func type() throws(SequenceFileProblem) -> String {
    skipSpaces()
    guard place < bytes.endIndex, bytes[place] == UInt8(ascii: "[") else { return try string() }
    throw .npyType(String(decoding: bytes[place...].prefix { $0 != UInt8(ascii: "]") }, as: UTF8.self) + "]")
  }

  private mutating func string() throws(SequenceFileProblem) -> String {
    skipSpaces()
    guard place < bytes.endIndex, bytes[place] == UInt8(ascii: "'") || bytes[place] == UInt8(ascii: "\""),
      let end = bytes[(place + 1)...].firstIndex(of: bytes[place])
    else { throw problem("a string in quotes") }
    let characters = bytes[(place + 1)..<end]
    guard !characters.contains(UInt8(ascii: "\\")) else { throw problem("a string without backslashes") }
    place = end + 1
    return String(decoding: characters, as: UTF8.self)
  }

  private mutating func truth() throws(SequenceFileProblem) -> Bool {
    if take("True") { return true }
    if take("False") { return false }
    throw problem("True or False")
  }

  /// `()`, `(5,)` or `(5, 3)`: a comma makes one number a tuple.
  private mutating func tuple() throws(SequenceFileProblem) -> [Int] {
    try expect("(")
    var numbers: [Int] = []
    while !take(")") {
      numbers.append(try number())
      if take(",") { continue }
      guard numbers.count > 1 else { throw problem("','") }
      try expect(")")
      break
    }
    return numbers
  }

  private mutating func number() throws(SequenceFileProblem) -> Int {
    skipSpaces()
    let digits = bytes[place...].prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    guard let number = Int(String(decoding: digits, as: UTF8.self)) else {
      throw problem("a whole number of at most 18 digits")
    }
    place = digits.endIndex
    return number
  }

  // MARK: Characters

  private mutating func skipSpaces() {
    while place < bytes.endIndex, bytes[place] == UInt8(ascii: " ") { place += 1 }
  }

  private mutating func take(_ text: String) -> Bool {
    skipSpaces()
    guard bytes[place...].starts(with: text.utf8) else { return false }
    place += text.utf8.count
    return true
  }

  private mutating func expect(_ text: String) throws(SequenceFileProblem) {
    guard take(text) else { throw problem("'\(text)'") }
  }

  private func problem(_ expected: String) -> SequenceFileProblem {
    .npyHeader(byte: place, expected: expected)
  }
}
