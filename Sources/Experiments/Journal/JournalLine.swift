import Foundation

/// One line of a journal: the CRC-32 of a JSON text in eight hexadecimal digits, a space, the text and a
/// newline.
enum JournalLine {
  static let newline = UInt8(ascii: "\n")
  private static let checksumLength = 8

  /// The line with its newline.
  static func encode(_ value: some Encodable) throws -> [UInt8] {
    let text = try CanonicalJSON.encode(value)
    return [UInt8](hexadecimal(CRC32.checksum(text)).utf8) + [UInt8(ascii: " ")] + text + [newline]
  }

  /// - Parameter line: without its newline.
  static func decode<Value: Decodable>(
    _ type: Value.Type, from line: ArraySlice<UInt8>
  ) throws(JournalProblem) -> Value {
    let text = try checkedText(of: line)
    do {
      return try CanonicalJSON.decode(type, from: text)
    } catch {
      throw .unreadable("\(error)")
    }
  }

  /// Whether bytes begin as the first line of a journal does.
  static func looksLikeOne(_ bytes: [UInt8]) -> Bool {
    let prefix = bytes.prefix(checksumLength + 1)
    return prefix.count == checksumLength + 1 && prefix.last == UInt8(ascii: " ")
      && prefix.dropLast().allSatisfy(isDigit)
  }

  private static func checkedText(of line: ArraySlice<UInt8>) throws(JournalProblem) -> ArraySlice<UInt8> {
    let text = line.dropFirst(checksumLength + 1)
    let prefix = line.prefix(checksumLength + 1)
    guard !text.isEmpty, prefix.last == UInt8(ascii: " "), prefix.dropLast().allSatisfy(isDigit) else {
      throw .notAJournalLine
    }
    guard prefix.dropLast().elementsEqual(hexadecimal(CRC32.checksum(text)).utf8) else {
      throw .wrongChecksum
    }
    return text
  }

  private static func hexadecimal(_ checksum: UInt32) -> String {
    let digits = String(checksum, radix: 16)
    return String(repeating: "0", count: checksumLength - digits.count) + digits
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
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
