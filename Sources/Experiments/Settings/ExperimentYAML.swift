import Yams

/// The YAML of an experiment file: one document, a mapping of keys to values.
struct ExperimentYAML {
  private let text: String
  private let file: String

  /// - Throws: `ExperimentFileError` if the bytes are not UTF-8.
  init(_ bytes: [UInt8], file: String) throws(ExperimentFileError) {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    let bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .malformed(file: file, line: Self.firstInvalidLine(of: bytes), .notYAML("not UTF-8"))
    }
    self.text = text
    self.file = file
  }

  /// Every key with its value, in the order of the file; none for an empty file.
  func entries() throws(ExperimentFileError) -> [ExperimentEntry] {
    let first: Node?
    let second: Node?
    do {
      let parser = try Parser(yaml: text)
      first = try parser.nextRoot()
      second = try parser.nextRoot()
    } catch {
      throw self.error(error)
    }
    guard let root = first else { return [] }
    if let second { throw malformed(second.mark, .severalDocuments) }
    if root.scalar?.string.isEmpty == true { return [] }
    guard let mapping = root.mapping else { throw malformed(root.mark, .notAMapping) }
    return mapping.map { key, value in
      // "?" is what YAML itself writes before a key that is not a text.
      ExperimentEntry(
        file: file, key: key.string ?? "?", line: key.mark?.line ?? 1, node: value)
    }
  }

  private func malformed(_ mark: Mark?, _ problem: ExperimentFileProblem) -> ExperimentFileError {
    .malformed(file: file, line: mark?.line ?? 1, problem)
  }

  private func error(_ error: any Error) -> ExperimentFileError {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return malformed(mark, .notYAML(problem))
    case .reader(let problem, let offset, _, _):
      let line = text.prefix(offset ?? 0).count(where: \.isNewline) + 1
      return .malformed(file: file, line: line, .notYAML(problem))
    case .duplicatedKeysInMapping(let keys, let context):
      let key = keys.first ?? ""
      let line = line(repeating: key, after: context.mark.line)
      return .malformed(file: file, line: line, .duplicateKey(key))
    default:
      return .malformed(file: file, line: 1, .notYAML("\(error)"))
    }
  }

  /// Where a key stands again, of which the parser only tells the first place. That one if the second cannot
  /// be found by its looks.
  private func line(repeating key: String, after first: Int) -> Int {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let second = lines.indices.dropFirst(first).first { index in
      let words = lines[index].drop(while: \.isWhitespace).filter { $0 != "\"" && $0 != "'" }
      return words.hasPrefix(key) && words.dropFirst(key.count).drop(while: \.isWhitespace).hasPrefix(":")
    }
    return second.map { $0 + 1 } ?? first
  }

  private static func firstInvalidLine(of bytes: [UInt8]) -> Int {
    var line = 1
    for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil { return line }
      line += 1
    }
    return line
  }
}

// What counts as a value of which type is said by the YAML 1.2 core schema, of which only the plain forms are
// taken: what YAML 1.1 read as octal, sexagesimal or yes and no is an error here rather than a surprise.

extension Node.Scalar {
  /// Written without quotes, which in YAML means that it may be something else than text.
  fileprivate var isPlain: Bool { style == .plain }

  /// Decimal digits without leading zeros, perhaps behind a minus.
  fileprivate var isPlainInteger: Bool {
    let digits = string.hasPrefix("-") ? string.dropFirst() : string[...]
    return isPlain && !digits.isEmpty && digits.utf8.allSatisfy(Self.digits.contains)
      && (digits == "0" || !digits.hasPrefix("0"))
  }

  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
}

extension FixedWidthInteger {
  init?(plain scalar: Node.Scalar) {
    guard scalar.isPlainInteger else { return nil }
    self.init(scalar.string)
  }
}

extension NumberSpan {
  init?(plain scalar: Node.Scalar) {
    if let number = Int(plain: scalar) {
      self.init(first: number, last: number)
    } else {
      guard scalar.isPlain, scalar.string.contains("-") else { return nil }
      self.init(scalar.string)
    }
  }
}

extension Double {
  init?(plain scalar: Node.Scalar) {
    // Double(_:) also takes hexadecimal, infinities and NaN, whose names have other letters.
    guard scalar.isPlain, scalar.string.allSatisfy("0123456789+-.eE".contains) else { return nil }
    self.init(scalar.string)
  }
}

extension Bool {
  init?(plain scalar: Node.Scalar) {
    guard scalar.isPlain else { return nil }
    self.init(scalar.string)
  }
}

extension String {
  /// Anything but what YAML reads as a number, a truth value or nothing.
  init?(text scalar: Node.Scalar) {
    guard !scalar.string.isEmpty else { return nil }
    if scalar.isPlain {
      let nothing = ["~", "null"].contains(scalar.string)
      guard !nothing, Bool(scalar.string) == nil, Double(plain: scalar) == nil else { return nil }
    }
    self = scalar.string
  }
}
