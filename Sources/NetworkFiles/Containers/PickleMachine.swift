/// The stack, the marks and the memo of a pickle, and where its next opcode is.
struct PickleMachine {
  private let bytes: ArraySlice<UInt8>
  private(set) var place: Int
  private var stack: [Pickle.Place] = []
  private var marks: [Int] = []
  private var memo: [Int: Pickle.Place] = [:]

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  /// The next opcode; nil at the end of the pickle.
  mutating func opcode() throws(NetworkFileProblem) -> UInt8? {
    let opcode = UInt8(try number(bytes: 1))
    return opcode == UInt8(ascii: ".") ? nil : opcode
  }

  // MARK: Stack

  mutating func push(_ value: Pickle.Place) { stack.append(value) }

  mutating func mark() { marks.append(stack.count) }

  func top() throws(NetworkFileProblem) -> Pickle.Place {
    guard stack.count > (marks.last ?? 0), let top = stack.last else { throw malformed("an empty stack") }
    return top
  }

  mutating func pop() throws(NetworkFileProblem) -> Pickle.Place {
    let top = try top()
    stack.removeLast()
    return top
  }

  mutating func pop(_ count: Int) throws(NetworkFileProblem) -> [Pickle.Place] {
    guard stack.count - (marks.last ?? 0) >= count else { throw malformed("an empty stack") }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  mutating func popToMark() throws(NetworkFileProblem) -> [Pickle.Place] {
    guard let mark = marks.popLast() else { throw malformed("a missing mark") }
    defer { stack.removeLast(stack.count - mark) }
    return Array(stack[mark...])
  }

  /// Drops the last value, or the last mark if nothing is above it.
  mutating func discard() throws(NetworkFileProblem) {
    if let mark = marks.last, mark == stack.count { marks.removeLast() } else { _ = try pop() }
  }

  // MARK: Memo

  var memorised: Int { memo.count }

  mutating func memorise(at key: Int?) throws(NetworkFileProblem) {
    guard let key, key >= 0 else { throw malformed("a memo without number") }
    memo[key] = try top()
  }

  mutating func recall(_ key: Int?) throws(NetworkFileProblem) {
    guard let value = key.flatMap({ memo[$0] }) else { throw malformed("a memo that is empty") }
    stack.append(value)
  }

  // MARK: Bytes

  /// Little-endian.
  mutating func number(bytes count: Int) throws(NetworkFileProblem) -> UInt64 {
    try take(UInt64(count)).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func bytes(countedIn size: Int) throws(NetworkFileProblem) -> ArraySlice<UInt8> {
    try take(try number(bytes: size))
  }

  mutating func text(countedIn size: Int) throws(NetworkFileProblem) -> Pickle.Value {
    // Python lets half a surrogate pair pass, which no name of a tensor has.
    .text(String(decoding: try bytes(countedIn: size), as: UTF8.self))
  }

  /// The bytes up to the end of the line.
  mutating func line() throws(NetworkFileProblem) -> String {
    guard let end = bytes[place...].firstIndex(of: 0x0A) else {
      throw .truncated(needed: UInt64(bytes.endIndex) + 1, found: UInt64(bytes.endIndex))
    }
    defer { place = end + 1 }
    return String(decoding: bytes[place..<end], as: UTF8.self)
  }

  private mutating func take(_ count: UInt64) throws(NetworkFileProblem) -> ArraySlice<UInt8> {
    guard count <= UInt64(bytes.endIndex - place) else {
      let needed = UInt64(place).addingReportingOverflow(count)
      throw .truncated(
        needed: needed.overflow ? .max : needed.partialValue, found: UInt64(bytes.endIndex))
    }
    defer { place += Int(count) }
    return bytes[place..<place + Int(count)]
  }

  func malformed(_ what: String) -> NetworkFileProblem {
    .malformed("pickle, before byte \(place - bytes.startIndex): \(what)")
  }
}
