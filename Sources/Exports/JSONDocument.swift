import Experiments

/// Results as the dictionary that xarray makes of a dataset, in JSON (RFC 8259): `coords`, `attrs`, `dims`
/// and `data_vars`, each array with its `dims`, `attrs` and `data`.
///
/// Arrays are nested, the slowest axis outermost. Missing values are null; infinities, which JSON has no word
/// for, are 1e999, which readers take for one. Source: `xarray.Dataset.from_dict`.
struct JSONDocument {
  let results: LabelledResults

  func bytes() -> [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("coords") { Self.write(results.coordinates, to: &$0) }
      writer.member("attrs") { Self.write(results.attributes, to: &$0) }
      writer.member("dims") { writer in
        writer.object { writer in
          for dimension in results.dimensions {
            writer.member(dimension.name) { $0.number(dimension.length) }
          }
        }
      }
      writer.member("data_vars") { Self.write(results.variables, to: &$0) }
    }
    return writer.text.bytes
  }

  private static func write(_ variables: [LabelledVariable], to writer: inout JSONWriter) {
    writer.object { writer in
      for variable in variables {
        writer.member(variable.name) { writer in
          writer.object { writer in
            writer.member("dims") { writer in
              writer.array(variable.dimensions.count) { $0.string(variable.dimensions[$1]) }
            }
            writer.member("attrs") { write(variable.attributes + flags(of: variable), to: &$0) }
            writer.member("data") { writer in
              var place = 0
              write(variable, axis: 0, place: &place, to: &writer)
            }
          }
        }
      }
    }
  }

  /// The values from a place on, along an axis and those within it.
  private static func write(
    _ variable: LabelledVariable, axis: Int, place: inout Int, to writer: inout JSONWriter
  ) {
    guard axis < variable.shape.count else {
      if variable.isMissing(place) { writer.null() } else { write(variable.values, place, to: &writer) }
      place += 1
      return
    }
    writer.array(variable.shape[axis]) { writer, _ in
      write(variable, axis: axis + 1, place: &place, to: &writer)
    }
  }

  private static func write(_ values: LabelledValues, _ index: Int, to writer: inout JSONWriter) {
    switch values {
    case .int8(let values): writer.number(values[index])
    case .int32(let values): writer.number(values[index])
    case .int64(let values): writer.number(values[index])
    case .uint64(let values): writer.number(values[index])
    case .float32(let values): writer.number(values[index])
    case .float64(let values): writer.number(values[index])
    case .strings(let values): writer.string(values[index])
    }
  }

  private static func write(_ attributes: [LabelledAttribute], to writer: inout JSONWriter) {
    writer.object { writer in
      for attribute in attributes {
        writer.member(attribute.name) { writer in
          if attribute.values.count == 1 {
            write(attribute.values, 0, to: &writer)
          } else {
            writer.array(attribute.values.count) { write(attribute.values, $1, to: &$0) }
          }
        }
      }
    }
  }

  /// The attributes by which CF conventions say what the values of a flag mean.
  private static func flags(of variable: LabelledVariable) -> [LabelledAttribute] {
    guard !variable.flags.isEmpty else { return [] }
    let meanings = variable.flags.map(\.meaning).joined(separator: " ")
    return [
      LabelledAttribute(name: "flag_values", values: .int64(variable.flags.map { Int64($0.value) })),
      LabelledAttribute(name: "flag_meanings", values: .strings([meanings])),
    ]
  }
}
