import HDF5
import LabelledFiles

/// Reads labelled results from the root group of a file, and checks that they fit together.
struct LabelledReader {
  let path: String
  let root: HDF5ImageObject

  /// Attributes that belong to the container, or say again what is said otherwise.
  private static let containerAttributes: Set<String> = [
    "CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST", "_Netcdf4Dimid", "_Netcdf4Coordinates",
  ]
  private static let checkedAttributes: Set<String> = [
    "_FillValue", "flag_values", "flag_meanings", "crc32", "dimensions",
  ]

  /// A dataset of the root group.
  private struct Member {
    let name: String
    let object: HDF5ImageObject
  }

  /// - Throws: `ResultsFileError`, `HDF5ImageError`.
  func read() throws -> LabelledResults {
    let format = try format()
    var scales: [Member] = []
    var others: [Member] = []
    for (name, object) in try root.members() {
      let isScale = try object.strings(attribute: "CLASS") == ["DIMENSION_SCALE"]
      let member = Member(name: name, object: object)
      if isScale { scales.append(member) } else { others.append(member) }
    }
    let coordinates = try scales.map { scale in
      let shape = try scale.object.shape()
      guard shape.count == 1 else {
        throw malformed(.shape(variable: scale.name, found: shape, expected: [shape.reduce(1, *)]))
      }
      return try variable(scale, dimensions: [scale.name], shape: shape)
    }
    let dimensions = Dictionary(
      zip(scales, coordinates).map { ($0.object.address, (name: $1.name, length: $1.values.count)) }
    ) { first, _ in first }
    let variables = try others.map { member in
      let axes = try axes(of: member).map { dimensions[$0] }
      let known = axes.compactMap(\.self)
      guard known.count == axes.count, Set(known.map(\.name)).count == known.count else {
        let names = try member.object.strings(attribute: "dimensions")?.first?.split(separator: " ") ?? []
        let missing = names.first { name in !scales.contains { $0.name == name } }
        throw malformed(missing.map { .missingVariable(String($0)) } ?? .dimensions(variable: member.name))
      }
      let shape = try member.object.shape()
      guard shape == known.map(\.length) else {
        throw malformed(.shape(variable: member.name, found: shape, expected: known.map(\.length)))
      }
      return try variable(member, dimensions: known.map(\.name), shape: shape, isChecked: true)
    }
    return LabelledResults(
      format: format.name, version: format.version, attributes: try attributes(of: root, "/", without: []),
      coordinates: coordinates,
      variables: variables)
  }

  private func malformed(_ problem: ResultsFileProblem) -> ResultsFileError {
    .malformed(path: path, problem)
  }

  /// What kind of results these are, and in which version of it.
  private func format() throws -> (name: String, version: Int) {
    guard let format = try root.strings(attribute: "format")?.first else {
      throw ResultsFileError.notResults(path: path)
    }
    guard
      let version = try root.values(attribute: "format_version").flatMap(LabelledValues.init)?.integers?.first
    else { throw malformed(.missingAttribute("format_version")) }
    return (format, version)
  }

  /// The address of the scale of every axis; none for a single value.
  private func axes(of member: Member) throws -> [UInt64] {
    guard let lists = try member.object.scaleAddresses() else { return [] }
    let first = lists.compactMap(\.first)
    guard first.count == lists.count else { throw malformed(.dimensions(variable: member.name)) }
    return first
  }

  /// - Parameter isChecked: whether numbers have to have a checksum.
  private func variable(
    _ member: Member, dimensions: [String], shape: [Int], isChecked: Bool = false
  ) throws -> LabelledVariable {
    let (object, name) = (member.object, member.name)
    let stored = try object.values().values
    if case .numbers(_, let bytes) = stored, isChecked {
      guard try integers("crc32", of: member) == [Int(CRC32.checksum(bytes))] else {
        throw malformed(.checksum(variable: name))
      }
    }
    let fill = try object.values(attribute: "_FillValue")
    let values = try labelled(stored, name)
    guard fill.map({ Self.isOne($0, like: stored) }) ?? true else {
      throw malformed(.variableAttribute("_FillValue", variable: name))
    }
    return LabelledVariable(
      name: name, dimensions: dimensions, shape: shape, values: values,
      fill: try fill.map { try labelled($0, name) }, flags: try flags(of: member),
      attributes: try attributes(
        of: object, name, without: Self.containerAttributes.union(Self.checkedAttributes)))
  }

  /// Whether this is one value of the same type as others.
  private static func isOne(_ value: HDF5ImageValues, like others: HDF5ImageValues) -> Bool {
    switch (value, others) {
    case (.numbers(let number, let bytes), .numbers(let other, _)):
      number == other && bytes.count == number.size
    case (.strings(let strings), .strings): strings.count == 1
    default: false
    }
  }

  private func flags(of member: Member) throws -> [LabelledFlag] {
    guard let meanings = try member.object.strings(attribute: "flag_meanings")?.first else { return [] }
    let words = meanings.split(separator: " ").map(String.init)
    guard let values = try integers("flag_values", of: member), values.count == words.count,
      Set(values).count == values.count
    else { throw malformed(.variableAttribute("flag_values", variable: member.name)) }
    return zip(values, words).map { LabelledFlag(value: $0, meaning: $1) }
  }

  private func attributes(
    of object: HDF5ImageObject, _ name: String, without hidden: Set<String>
  ) throws -> [LabelledAttribute] {
    try object.attributeNames().filter { !hidden.contains($0) }.compactMap { attribute in
      try object.values(attribute: attribute).map { values in
        LabelledAttribute(name: attribute, values: try labelled(values, "\(name)@\(attribute)"))
      }
    }
  }

  private func integers(_ attribute: String, of member: Member) throws -> [Int]? {
    try member.object.values(attribute: attribute).flatMap(LabelledValues.init)?.integers
  }

  private func labelled(_ stored: HDF5ImageValues, _ name: String) throws -> LabelledValues {
    guard let values = LabelledValues(stored) else {
      var found = ""
      if case .numbers(let number, _) = stored { found = number.rawValue }
      throw malformed(.type(variable: name, found: found))
    }
    return values
  }
}
