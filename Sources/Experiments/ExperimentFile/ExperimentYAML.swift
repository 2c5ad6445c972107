import Yams

/// The YAML of an experiment file: one document, a mapping of keys to values.
struct ExperimentYAML {
  private let text: String
  private let file: String

  /// - Throws: `ExperimentFileError` if the bytes are not UTF-8.
  init(_ bytes: [UInt8], file: String) throws(ExperimentFileError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .malformed(file: file, line: Self.firstInvalidLine(of: bytes), .notYAML("not UTF-8"))
    }
    self.text = text
    self.file = file
  }

  /// Every key with its value, in the order of the file; none for an empty file.
  func settings() throws(ExperimentFileError) -> [ExperimentSetting] {
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
      ExperimentSetting(
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
