import Foundation
import LabelledFiles

/// One line of a journal: the CRC-32 of a text in eight hexadecimal digits, a space, the text and a newline.
///
/// The text of the first line is JSON, that of others has no spaces. Checksums of the others go on from that of the first
/// line, so that they say whose runs these are even where the first line is damaged.
enum JournalLine {
  static let newline = UInt8(ascii: "\n")
  private static let space = UInt8(ascii: " ")
  private static let checksumLength = 8

  /// The line with its newline.
  ///
  /// - Parameter seed: the checksum of the first line; 0 for that line itself.
  static func encode(_ text: some Sequence<UInt8>, seed: UInt32 = 0) -> [UInt8] {
    var line: [UInt8] = []
    append(to: &line, seed: seed) { $0 += text }
    return line
  }

  /// Appends a line.
  ///
  /// - Parameter write: appends its text.
  static func append(to lines: inout [UInt8], seed: UInt32, _ write: (inout [UInt8]) -> Void) {
    let start = lines.count
    lines += repeatElement(space, count: checksumLength + 1)
    write(&lines)
    let checksum = CRC32.checksum(lines[(start + checksumLength + 1)...], after: seed)
    for place in 0..<checksumLength { lines[start + place] = digit(place, of: checksum) }
    lines.append(newline)
  }

  /// The text of a line whose checksum is right.
  ///
  /// - Parameter line: without its newline.
  static func text(of line: ArraySlice<UInt8>, seed: UInt32 = 0) throws(JournalProblem) -> ArraySlice<UInt8> {
    let text = line.dropFirst(checksumLength + 1)
    let prefix = line.prefix(checksumLength + 1)
    guard !text.isEmpty, prefix.last == space, prefix.dropLast().allSatisfy(isDigit) else {
      throw .notAJournalLine
    }
    let checksum = CRC32.checksum(text, after: seed)
    guard prefix.dropLast().enumerated().allSatisfy({ $1 == digit($0, of: checksum) }) else {
      throw .wrongChecksum
    }
    return text
  }

  /// What may be lines where a line is damaged: two that the newline between them is lost of, told by the checksum and
  /// space of the second.
  static func pieces(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var start = line.startIndex
    for place in line.indices where line[place] == space && place - checksumLength > start {
      guard line[place - checksumLength..<place].allSatisfy(isDigit) else { continue }
      pieces.append(line[start..<place - checksumLength - 1])
      start = place - checksumLength
    }
    return pieces + [line[start...]]
  }

  /// Whether bytes begin as the first line of a journal does.
  static func looksLikeOne(_ bytes: [UInt8]) -> Bool {
    let prefix = bytes.prefix(checksumLength + 1)
    return prefix.count == checksumLength + 1 && prefix.last == space && prefix.dropLast().allSatisfy(isDigit)
  }

  /// - Parameter place: 0 for the first of eight.
  private static func digit(_ place: Int, of checksum: UInt32) -> UInt8 {
    let value = UInt8(checksum >> (4 * UInt32(checksumLength - 1 - place)) & 0xf)
    return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}

extension [UInt8] {
  /// Appends bytes in Base64 (RFC 4648). Not by Foundation: there are millions of short ones.
  mutating func append(base64 bytes: [UInt8]) {
    let padding = UInt8(ascii: "=")
    let digits = Self.base64Digits
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let left = bytes.count - start
      let three =
        Int(bytes[start]) << 16 | (left > 1 ? Int(bytes[start + 1]) << 8 : 0)
        | (left > 2 ? Int(bytes[start + 2]) : 0)
      append(digits[three >> 18])
      append(digits[three >> 12 & 63])
      append(left > 1 ? digits[three >> 6 & 63] : padding)
      append(left > 2 ? digits[three & 63] : padding)
    }
  }

  private static let base64Digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}

/// JSON that is the same for equal values, and reads back as equal values: sorted keys, no spaces, numbers
/// with as many digits as it takes, and "nan", "inf" and "-inf" for what JSON has no numbers for.
enum CanonicalJSON {
  static func encode(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(value)
  }

  static func decode<Value: Decodable>(_ type: Value.Type, from text: some Sequence<UInt8>) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: Data(text))
  }
}
