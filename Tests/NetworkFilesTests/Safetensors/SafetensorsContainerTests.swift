import Testing

@testable import NetworkFiles

@Suite struct SafetensorsContainerTests {
  private func open(_ bytes: [UInt8]) throws -> SafetensorsContainer {
    try SafetensorsContainer(OpenedFile(bytes, path: "f"))
  }

  private func entry(_ name: String, _ begin: Int, _ end: Int, shape: String? = nil) -> String {
    let shape = shape ?? "[\((end - begin) / 4)]"
    return "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":[\(begin),\(end)]}"
  }

  @Test func aRightFile() throws {
    let header =
      "{\"__metadata__\":{\"a\":\"b\"},\(entry("y", 8, 12)),\(entry("x", 0, 8)),\(entry("e", 8, 8))}   "
    let file = try open(SafetensorsFile.bytes(header, data: 12))
    let start = 8 + header.utf8.count
    #expect(file.metadata == ["a": "b"])
    #expect(
      file.tensors == [
        "x": SafetensorsTensor(number: .f32, shape: [2], bytes: start..<start + 8),
        "y": SafetensorsTensor(number: .f32, shape: [1], bytes: start + 8..<start + 12),
        "e": SafetensorsTensor(number: .f32, shape: [0], bytes: start + 8..<start + 8),
      ])
  }

  @Test func numbersOfEveryTypeAreExact() throws {
    let cases: [(String, [UInt8], [Double])] = [
      ("F16", [0x00, 0x3C, 0x01, 0x00, 0x00, 0x80], [1, 0x1p-24, -0.0]),
      ("BF16", [0x80, 0x3F, 0xC0, 0xC0, 0x01, 0x00], [1, -6, 0x1p-133]),
      ("F32", [0x00, 0x00, 0x80, 0x3F, 0x01, 0x00, 0x00, 0x80], [1, -0x1p-149]),
      ("F64", [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F], [0x1p-1074, 1]),
    ]
    for (dtype, data, expected) in cases {
      let header =
        "{\"x\":{\"dtype\":\"\(dtype)\",\"shape\":[\(expected.count)],\"data_offsets\":[0,\(data.count)]}}"
      let file = try open(SafetensorsFile.bytes(header: Array(header.utf8), data: data))
      let tensor = try #require(file.tensors["x"])
      let found: [Double]? = try file.numbers(tensor)?.values()
      #expect(found?.map(\.bitPattern) == expected.map(\.bitPattern))
    }
  }

  @Test func integerTensorsAreThereButNotRead() throws {
    let file = try open(SafetensorsFile.tensors([("n", [2])], dtype: "I64", size: 8))
    #expect(try file.numbers(#require(file.tensors["n"])) == nil)
  }

  /// Every refusal, with the words for it.
  @Test func refusals() {
    let good = entry("x", 0, 8)
    let cases: [(header: String, data: Int, place: String?, NetworkFileProblem)] = [
      ("{}", 0, nil, .malformed("the header names no tensor")),
      ("{\"__metadata__\":{}}", 0, nil, .malformed("the header names no tensor")),
      (" {\(good)}", 8, nil, .malformed("the header does not begin with {")),
      ("[]", 0, nil, .malformed("the header does not begin with {")),
      ("{\(good)}\n", 8, nil, .malformed("the header does not end with } and spaces")),
      ("{\(good)} x", 8, nil, .malformed("the header does not end with } and spaces")),
      ("{\(good)} {}", 8, nil, .malformed("JSON, byte 53: something after the end of the value")),
      ("{\(good),\(good)}", 8, nil, .duplicate("x")),
      ("{\"__metadata__\":null,\(good)}", 8, nil, .malformed("__metadata__ is no object")),
      ("{\"__metadata__\":{\"a\":1},\(good)}", 8, nil, .malformed("__metadata__ a is no string")),
      ("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"},\(good)}", 8, nil, .duplicate("a")),
      ("{\"x\":[]}", 0, "x", .malformed("its entry is no object")),
      ("{\"x\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "x", .missing("dtype (a string)")),
      (
        "{\"x\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4, "x", .missing("shape (whole numbers from 0)")
      ),
      (
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "x",
        .missing("data_offsets (two whole numbers from 0)")
      ),
      (
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"z\":0}}", 4, "x",
        .malformed("unknown field z")
      ),
      (
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,4]}}", 4, "x",
        .missing("data_offsets (two whole numbers from 0)")
      ),
      (
        "{\"x\":{\"dtype\":\"F31\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "x", .numberType(found: "F31")
      ),
      (
        "{\"x\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,1]}}", 1, "x",
        .malformed("shape [3] of F4 makes no whole number of bytes within 63 bits")
      ),
      ("{\(entry("x", 0, 4, shape: "[-1]"))}", 4, "x", .missing("shape (whole numbers from 0)")),
      ("{\(entry("x", 0, 4, shape: "[1.0]"))}", 4, "x", .missing("shape (whole numbers from 0)")),
      ("{\(entry("x", 0, 4, shape: "[1e0]"))}", 4, "x", .missing("shape (whole numbers from 0)")),
      ("{\(entry("x", 0, 4, shape: "[\"1\"]"))}", 4, "x", .missing("shape (whole numbers from 0)")),
      (
        "{\(entry("x", 0, 4, shape: "[18446744073709551617]"))}", 4, "x",
        .missing("shape (whole numbers from 0)")
      ),
      (
        "{\(entry("x", 0, 4, shape: "[4294967296,4294967296]"))}", 4, "x",
        .malformed("shape [4294967296, 4294967296] of F32 makes no whole number of bytes within 63 bits")
      ),
      (
        "{\(entry("x", 0, 4, shape: "[2]"))}", 4, "x",
        .malformed("data_offsets 0, 4 span 4 bytes, shape and dtype 8")
      ),
      ("{\(entry("x", 4, 0, shape: "[1]"))}", 4, "x", .malformed("data_offsets 4, 0 run backwards")),
      (
        "{\(entry("x", 9_223_372_036_854_775_803, 9_223_372_036_854_775_807))}", 4, "x",
        .malformed("data_offsets 9223372036854775803, 9223372036854775807 overflow")
      ),
      (
        "{\(entry("x", 4, 8))}", 8, nil,
        .malformed("x begins at byte 69, the tensor before it ends at byte 65")
      ),
      (
        "{\(entry("x", 0, 4)),\(entry("y", 8, 12))}", 12, nil,
        .malformed("y begins at byte 124, the tensor before it ends at byte 120")
      ),
      (
        "{\(entry("x", 0, 8)),\(entry("y", 4, 12))}", 12, nil,
        .malformed("y begins at byte 120, the tensor before it ends at byte 124")
      ),
      (
        "{\(entry("x", 0, 8)),\(entry("y", 0, 8))}", 8, nil,
        .malformed("y begins at byte 115, the tensor before it ends at byte 123")
      ),
      ("{\(good)}", 7, nil, .truncated(needed: 67, found: 66)),
      ("{\(good)}", 9, nil, .malformed("1 bytes after the last tensor")),
    ]
    for (header, data, place, problem) in cases {
      let offset = 8 + header.utf8.count
      do {
        _ = try open(SafetensorsFile.bytes(header, data: data))
        Issue.record("taken: \(header)")
      } catch let error as NetworkFileError {
        #expect(error.place == place, "\(header)")
        switch (error.problem, problem) {
        case (.malformed(let found), .malformed(let expected)) where expected.contains("begins at byte"):
          // The header's length is not the point here.
          #expect(
            found.prefix(1) == expected.prefix(1) && found.contains("the tensor before it ends"), "\(header)")
        case (.malformed(let found), .malformed(let expected)) where expected.contains("JSON"):
          #expect(found.hasSuffix("something after the end of the value"), "\(header)")
        case (.truncated(let needed, let found), .truncated):
          #expect(needed == UInt64(offset + 8) && found == UInt64(offset + 7))
        default: #expect(error.problem == problem, "\(header)")
        }
      } catch {
        Issue.record("\(error)")
      }
    }
  }

  @Test func headerLengths() {
    let limit = UInt64(SafetensorsContainer.largestHeader)
    let cases: [([UInt8], NetworkFileProblem)] = [
      ([], .truncated(needed: 8, found: 0)),
      ([1, 2, 3], .truncated(needed: 8, found: 3)),
      (SafetensorsFile.length(0), .malformed("the header does not begin with {")),
      (SafetensorsFile.length(9) + Array("{}".utf8), .truncated(needed: 17, found: 10)),
      (SafetensorsFile.length(limit), .truncated(needed: limit + 8, found: 8)),
      (
        SafetensorsFile.length(limit + 1),
        .tooLarge(what: "the length of the header in bytes", found: limit + 1, limit: limit)
      ),
      (
        SafetensorsFile.length(.max),
        .tooLarge(what: "the length of the header in bytes", found: .max, limit: limit)
      ),
    ]
    for (bytes, problem) in cases {
      #expect(throws: NetworkFileError(path: "f", problem)) { try open(bytes) }
    }
  }

  @Test func badUTF8InTheHeader() {
    var header = Array("{\(entry("x", 0, 4))}".utf8)
    header[2] = 0xFF
    #expect {
      try open(SafetensorsFile.bytes(header: header, data: [0, 0, 0, 0]))
    } throws: {
      ($0 as? NetworkFileError)?.problem == .malformed("JSON, byte 1: a string that is not UTF-8")
    }
  }
}
