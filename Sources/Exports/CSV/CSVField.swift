import Experiments

/// Values as fields of a CSV file: numbers in as few digits as give back the same, missing ones empty, and
/// flags of more than two values in words. Those of two values are 0 and 1: the event indicators that
/// survival analysis takes, and sums that count.
struct CSVField {
  private let variable: LabelledVariable
  private let words: [Int: [UInt8]]

  init(_ variable: LabelledVariable) {
    self.variable = variable
    let flags = variable.flags.count > 2 ? variable.flags : []
    words = Dictionary(flags.map { ($0.value, Self.quoted($0.meaning)) }) { $1 }
  }

  func append(_ index: Int, to text: inout TextBytes) {
    if variable.isMissing(index) { return }
    switch variable.values {
    case .int8(let values): append(values[index], to: &text)
    case .int32(let values): append(values[index], to: &text)
    case .int64(let values): append(values[index], to: &text)
    case .uint64(let values): text.append(values[index].description)
    case .float32(let values): text.append(values[index].description)
    case .float64(let values): text.append(values[index].description)
    case .strings(let values): text.append(Self.quoted(values[index]))
    }
  }

  private func append(_ value: some BinaryInteger, to text: inout TextBytes) {
    if let word = words[Int(value)] { text.append(word) } else { text.append(String(value)) }
  }

  /// A text as a field: in double quotes if there is anything in it that would end it, double quotes doubled.
  /// Source: RFC 4180, section 2.
  static func quoted(_ text: String) -> [UInt8] {
    let special: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")]
    guard text.utf8.contains(where: special.contains) else { return Array(text.utf8) }
    return Array("\"\(text.replacing("\"", with: "\"\""))\"".utf8)
  }
}
