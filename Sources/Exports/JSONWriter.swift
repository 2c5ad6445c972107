/// Writes JSON piece by piece, so that a document need not be in memory as values first.
struct JSONWriter {
  private(set) var text = TextBytes()
  /// Whether the next member or element of what is open needs no comma before it.
  private var isFirst = true

  // MARK: Containers

  mutating func object(_ members: (inout JSONWriter) -> Void) {
    text.append("{")
    isFirst = true
    members(&self)
    text.append("}")
    isFirst = false
  }

  /// A name and its value, which `value` writes.
  mutating func member(_ name: String, _ value: (inout JSONWriter) -> Void) {
    separate()
    string(name)
    text.append(":")
    value(&self)
  }

  /// - Parameter element: writes the element of an index.
  mutating func array(_ count: Int, _ element: (inout JSONWriter, Int) -> Void) {
    text.append("[")
    isFirst = true
    for index in 0..<count {
      separate()
      element(&self, index)
    }
    text.append("]")
    isFirst = false
  }

  private mutating func separate() {
    if !isFirst { text.append(",") }
    isFirst = false
  }

  // MARK: Values

  mutating func null() { text.append("null") }

  mutating func number(_ number: some BinaryInteger) { text.append(number.description) }

  /// In as few digits as give back the same number.
  mutating func number(_ number: some BinaryFloatingPoint & CustomStringConvertible) {
    if number.isNaN {
      null()
    } else if number.isInfinite {
      text.append(number < 0 ? "-1e999" : "1e999")
    } else {
      text.append(number.description)
    }
  }

  mutating func string(_ string: String) {
    text.append("\"")
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text.append("\\\"")
      case "\\": text.append("\\\\")
      case "\n": text.append("\\n")
      case "\r": text.append("\\r")
      case "\t": text.append("\\t")
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text.append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      default: text.append(String(scalar))
      }
    }
    text.append("\"")
  }
}

/// Text that is put together in UTF-8, piece by piece.
struct TextBytes {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  mutating func append(_ text: [UInt8]) {
    bytes.append(contentsOf: text)
  }
}
