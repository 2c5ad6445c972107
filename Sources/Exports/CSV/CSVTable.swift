import Experiments

/// Variables over the same axes as a table: a row for every place, its labels first.
///
/// UTF-8, a header, commas, lines that end with LF, quotes where RFC 4180 asks for them.
struct CSVTable {
  let name: String
  /// Of its axes, slowest first.
  let coordinates: [LabelledVariable]
  let variables: [LabelledVariable]
  /// Of as many values as there are rows, or a divisor of them, for the first axes: a row whose value is
  /// missing is none. Nil for all rows.
  let presence: LabelledVariable?

  /// Places of the axes.
  private var placeCount: Int { coordinates.reduce(1) { $0 * $1.values.count } }

  /// Rows for every value of `presence`.
  private var rowsPerValue: Int {
    guard let presence, presence.values.count > 0 else { return max(1, placeCount) }
    return max(1, placeCount / presence.values.count)
  }

  var columnCount: Int { coordinates.count + variables.count }

  var rowCount: Int {
    guard let presence else { return placeCount }
    return (0..<presence.values.count).count { !presence.isMissing($0) } * rowsPerValue
  }

  func bytes() -> [UInt8] {
    var text = TextBytes()
    let names = (coordinates + variables).map { CSVField.quoted($0.name) }
    for (column, name) in names.enumerated() {
      if column > 0 { text.append(",") }
      text.append(name)
    }
    text.append("\n")
    let labels = coordinates.map(Self.labels)
    let fields = variables.map(CSVField.init)
    let rowsPerValue = rowsPerValue
    var place = [Int](repeating: 0, count: labels.count)
    for row in 0..<placeCount {
      if !(presence?.isMissing(row / rowsPerValue) ?? false) {
        for axis in labels.indices {
          if axis > 0 { text.append(",") }
          text.append(labels[axis][place[axis]])
        }
        for (column, field) in fields.enumerated() {
          if column > 0 || !labels.isEmpty { text.append(",") }
          field.append(row, to: &text)
        }
        text.append("\n")
      }
      Self.advance(&place, labels)
    }
    return text.bytes
  }

  /// The next place, the last axis running fastest.
  private static func advance(_ place: inout [Int], _ labels: [[[UInt8]]]) {
    for axis in place.indices.reversed() {
      place[axis] += 1
      if place[axis] < labels[axis].count { return }
      place[axis] = 0
    }
  }

  /// The fields of a coordinate.
  private static func labels(of coordinate: LabelledVariable) -> [[UInt8]] {
    let field = CSVField(coordinate)
    return (0..<coordinate.values.count).map { index in
      var text = TextBytes()
      field.append(index, to: &text)
      return text.bytes
    }
  }
}
