import Files
import MemoryMeasures
import Yams

/// The settings of an experiment, read from a YAML file. Keys are the options of the command line; every one may be
/// left out. Lists may have a single value without brackets.
///
///     cells: [lstm, gru]
///     hidden-sizes: [1, 2, 4]
///     repeats: 10
///     thresholds: [1e-1, 1e-3]
package struct ExperimentFile: Equatable, Sendable {
  /// A key that files may have.
  package struct Key: Sendable {
    let name: String
    /// Further names of the same.
    let aliases: [String]
    let form: SettingForm

    package init(_ name: String, aliases: [String] = [], _ form: SettingForm) {
      self.name = name
      self.aliases = aliases
      self.form = form
    }
  }

  /// By their keys, whatever alias the file has.
  package let values: [String: SettingValue]
  /// Where each key stands; lines count from 1.
  package let lines: [String: Int]

  /// A million times the size of any that a person writes.
  private static let mostBytes = 16 << 20

  /// Reads an experiment file. One without any settings, even an empty one, is fine.
  ///
  /// - Parameter keys: those that there are; others are refused.
  /// - Throws: `ExperimentFileError` naming file, line and key.
  package init(path: String, keys: [Key]) throws(ExperimentFileError) {
    let bytes: [UInt8]
    do throws(InputFileError) {
      bytes = try InputFile.bytes(of: path, upTo: Self.mostBytes + 1)
    } catch .cannotOpen(_, let error) {
      throw .cannotOpen(file: path, error)
    } catch {
      throw .missing(file: path)
    }
    guard bytes.count <= Self.mostBytes else {
      throw .malformed(file: path, line: 1, .notYAML("it is larger than \(Self.mostBytes >> 20) MB"))
    }
    try self.init(bytes, file: path, keys: keys)
  }

  /// - Parameter file: named in errors.
  package init(_ bytes: [UInt8], file: String, keys: [Key]) throws(ExperimentFileError) {
    var values: [String: SettingValue] = [:]
    var lines: [String: Int] = [:]
    for entry in try ExperimentYAML(bytes, file: file).entries() {
      guard let key = keys.first(where: { $0.name == entry.key || $0.aliases.contains(entry.key) }) else {
        throw entry.error(.unknownKey(entry.key, allowed: keys.map(\.name)))
      }
      guard lines.updateValue(entry.line, forKey: key.name) == nil else {
        throw entry.error(.duplicateKey(entry.key))
      }
      values[key.name] = try entry.value(key.form)
    }
    self.values = values
    self.lines = lines
  }
}

/// An experiment file that cannot be used.
package enum ExperimentFileError: Error, Equatable {
  case missing(file: String)
  case cannotOpen(file: String, SystemError)
  /// Lines count from 1.
  case malformed(file: String, line: Int, ExperimentFileProblem)
}

/// What can be wrong with an experiment file.
package enum ExperimentFileProblem: Error, Equatable, Sendable {
  /// Not UTF-8, or not YAML; the parser's words.
  case notYAML(String)
  /// More than one document. Allowed: one.
  case severalDocuments
  /// The file is not a mapping of keys to values.
  case notAMapping
  case unknownKey(String, allowed: [String])
  case duplicateKey(String)
  /// A value of the wrong form: the text found (nil for a list or mapping).
  case wrongType(key: String, found: String?, expected: SettingForm)
  /// A name that is none of those allowed.
  case unknownName(key: String, found: String, allowed: [String])
}

/// A key and its value, as they stand in an experiment file.
struct ExperimentEntry {
  let file: String
  let key: String
  /// The line of the key.
  let line: Int
  let node: Node

  func error(_ problem: ExperimentFileProblem, at node: Node? = nil) -> ExperimentFileError {
    .malformed(file: file, line: node?.mark?.line ?? line, problem)
  }

  func value(_ form: SettingForm) throws(ExperimentFileError) -> SettingValue {
    switch form {
    case .whole: .whole(try value(of: node, form) { Int(plain: $0) })
    case .wholes: .wholes(try list(form) { NumberSpan(plain: $0)?.values }.flatMap(\.self))
    case .seed: .seed(try value(of: node, form) { UInt64(plain: $0) })
    case .number: .number(try value(of: node, form) { Double(plain: $0) })
    case .numbers: .numbers(try list(form) { Double(plain: $0) })
    case .flag: .flag(try value(of: node, form) { Bool(plain: $0) })
    case .text: .text(try value(of: node, form) { String(text: $0) })
    case .texts: .texts(try list(form) { String(text: $0) })
    case .span:
      try value(of: node, form) { NumberSpan(plain: $0).map { .span(first: $0.first, last: $0.last) } }
    case .name(let names): .text(try name(of: node, names))
    case .names(let names): .texts(try list { node throws(ExperimentFileError) in try name(of: node, names) })
    case .layerSpan: .text(try value(of: node, form) { LayerSpan($0.string) == nil ? nil : $0.string })
    case .shard: .text(try value(of: node, form) { (try? Shard($0.string))?.description })
    case .time: .text(try value(of: node, form) { String(text: $0) ?? Int(plain: $0).map { "\($0)" } })
    }
  }

  /// - Parameter parse: nil for text of the wrong form.
  private func value<Value>(
    of node: Node, _ form: SettingForm, _ parse: (Node.Scalar) -> Value?
  ) throws(ExperimentFileError) -> Value {
    guard let scalar = node.scalar else {
      throw error(.wrongType(key: key, found: nil, expected: form), at: node)
    }
    guard let value = parse(scalar) else {
      throw error(.wrongType(key: key, found: scalar.string, expected: form), at: node)
    }
    return value
  }

  private func name(of node: Node, _ allowed: [String]) throws(ExperimentFileError) -> String {
    let text = try value(of: node, .text) { String(text: $0) }
    guard let name = allowed.named(text) else {
      throw error(.unknownName(key: key, found: text, allowed: allowed), at: node)
    }
    return name
  }

  private func list<Value>(
    _ form: SettingForm, _ parse: (Node.Scalar) -> Value?
  ) throws(ExperimentFileError) -> [Value] {
    try list { node throws(ExperimentFileError) in try value(of: node, form, parse) }
  }

  /// The values of a list, or a single one.
  private func list<Value>(
    _ value: (Node) throws(ExperimentFileError) -> Value
  ) throws(ExperimentFileError) -> [Value] {
    var values: [Value] = []
    let nodes = if case .sequence(let sequence) = node { Array(sequence) } else { [node] }
    for node in nodes { values.append(try value(node)) }
    return values
  }
}
