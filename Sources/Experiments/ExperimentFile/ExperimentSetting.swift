import Yams

/// A key and its value, as they stand in an experiment file.
struct ExperimentSetting {
  let file: String
  let key: String
  /// The line of the key.
  let line: Int
  let node: Node

  func error(_ problem: ExperimentFileProblem, at node: Node? = nil) -> ExperimentFileError {
    .malformed(file: file, line: node?.mark?.line ?? line, problem)
  }

  /// - Parameter parse: nil for text of the wrong type.
  func value<Value>(
    _ expected: ExperimentValueType, _ parse: (Node.Scalar) -> Value?
  ) throws(ExperimentFileError) -> Value {
    try value(of: node, expected, parse)
  }

  /// The values of a list, or a single one.
  func list<Value>(
    _ expected: ExperimentValueType, _ parse: (Node.Scalar) -> Value?
  ) throws(ExperimentFileError) -> [Value] {
    var values: [Value] = []
    for element in elements { values.append(try value(of: element, expected, parse)) }
    return values
  }

  /// Whole numbers, and spans of them like 1-5, in one list.
  func wholeNumbers() throws(ExperimentFileError) -> [Int] {
    try list(.wholeNumbers) { NumberSpan(plain: $0)?.values }.flatMap(\.self)
  }

  func name<Name: RawRepresentable<String> & CaseIterable>() throws(ExperimentFileError) -> Name {
    try name(of: node)
  }

  func names<Name: RawRepresentable<String> & CaseIterable>() throws(ExperimentFileError) -> [Name] {
    var names: [Name] = []
    for element in elements { names.append(try name(of: element)) }
    return names
  }

  private var elements: [Node] {
    if case .sequence(let sequence) = node { Array(sequence) } else { [node] }
  }

  private func value<Value>(
    of node: Node, _ expected: ExperimentValueType, _ parse: (Node.Scalar) -> Value?
  ) throws(ExperimentFileError) -> Value {
    guard let scalar = node.scalar else {
      throw error(.wrongType(key: key, found: nil, expected: expected), at: node)
    }
    guard let value = parse(scalar) else {
      throw error(.wrongType(key: key, found: scalar.string, expected: expected), at: node)
    }
    return value
  }

  private func name<Name: RawRepresentable<String> & CaseIterable>(
    of node: Node
  ) throws(ExperimentFileError) -> Name {
    let text = try value(of: node, .text) { String(text: $0) }
    guard let name = Name(rawValue: text) else {
      throw error(
        .unknownName(key: key, found: text, allowed: Name.allCases.map(\.rawValue)), at: node)
    }
    return name
  }
}
