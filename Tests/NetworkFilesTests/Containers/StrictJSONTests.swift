import Testing

@testable import NetworkFiles

@Suite struct StrictJSONTests {
  private func parse(_ text: String, limits: StrictJSON.Limits = .init()) throws -> StrictJSON {
    try StrictJSON.parse(Array(text.utf8)[...], limits: limits)
  }

  @Test func valuesOfEveryKind() throws {
    let value = try parse(
      #" {"a": [1, -2, 0, 1.5, 1e3, true, false, null], "b": {"c": "d"}, "e": [], "f": {}} "#)
    #expect(
      value
        == .object([
          "a": .array([
            .integer(1), .integer(-2), .integer(0), .decimal(1.5), .decimal(1000), .bool(true), .bool(false),
            .null,
          ]),
          "b": .object(["c": .string("d")]), "e": .array([]), "f": .object([:]),
        ]))
    #expect(value.object?["b"]?.object?["c"]?.string == "d")
    #expect(value.object?["a"]?.array?.map(\.number).prefix(4) == [1, -2, 0, 1.5])
  }

  @Test func escapesAndUnicode() throws {
    #expect(
      try parse(#""\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83d\ude00 é€😀""#).string == "\"\\/\u{8}\u{c}\n\r\té€😀 é€😀")
  }

  @Test func integersAreOnlyWhatFitsExactly() throws {
    #expect(try parse("9223372036854775807") == .integer(.max))
    #expect(try parse("9223372036854775808") == .decimal(9_223_372_036_854_775_808))
    #expect(try parse("1.0") == .decimal(1))
    #expect(try parse("-0").integer == nil)
  }

  @Test(arguments: [
    "", " ", "{", "[", "\"", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "[1", "[1,", "{a:1}", "{\"a\" 1}",
    "[1,]",
    "{\"a\":1,}", "[1 2]", "1 2", "{}{}", "tru", "nulll", "01", "1.", ".5", "+1", "1e", "1e+", "-", "NaN",
    "Infinity", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"",
    "\"a\nb\"", "'a'", "// c\n1", "\u{feff}1",
  ])
  func refused(_ text: String) {
    #expect { try parse(text) } throws: {
      if case .malformed = $0 as? NetworkFileProblem { true } else { false }
    }
  }

  @Test func invalidUTF8() {
    for bytes: [UInt8] in [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]] {
      #expect(throws: NetworkFileProblem.malformed("JSON, byte 0: a string that is not UTF-8")) {
        try StrictJSON.parse(bytes[...])
      }
    }
  }

  @Test func equalKeysHoweverWritten() {
    #expect(throws: NetworkFileProblem.duplicate("a")) { try parse(#"{"a": 1, "b": 2, "\u0061": 1}"#) }
  }

  @Test func limits() throws {
    let deep = String(repeating: "[", count: 1_000_000)
    #expect(throws: NetworkFileProblem.tooLarge(what: "the depth of JSON", found: 129, limit: 128)) {
      try parse(deep)
    }
    #expect(try parse("[[1]]", limits: .init(depth: 2, values: 3)) == .array([.array([.integer(1)])]))
    #expect(throws: NetworkFileProblem.tooLarge(what: "the depth of JSON", found: 2, limit: 1)) {
      try parse("[[1]]", limits: .init(depth: 1))
    }
    #expect(throws: NetworkFileProblem.tooLarge(what: "the number of JSON values", found: 3, limit: 2)) {
      try parse("[1,2,3]", limits: .init(values: 2))
    }
  }
}
