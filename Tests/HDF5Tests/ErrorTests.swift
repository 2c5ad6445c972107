import Testing

@testable import HDF5

@Suite("Errors")
struct ErrorTests {
  /// Expects `body` to throw an error about `object` whose messages from the library contain `text`.
  func expectFailedCall<Result>(
    _ call: String, containing text: String, object: String,
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Result
  ) {
    let error = #expect(throws: HDF5Error.self, sourceLocation: sourceLocation) { _ = try body() }
    #expect(error?.object == object, sourceLocation: sourceLocation)
    guard case .failedCall(let name, let messages) = error?.problem else {
      Issue.record("\(String(describing: error)) is not a failed call", sourceLocation: sourceLocation)
      return
    }
    #expect(name == call, sourceLocation: sourceLocation)
    #expect(messages.contains { $0.contains(text) }, "\(messages)", sourceLocation: sourceLocation)
    #expect(!messages.contains { $0.contains(where: \.isNewline) }, sourceLocation: sourceLocation)
  }

  @Test("The description says what failed and why, in one line")
  func description() {
    let messages = ["unable to create dataset", "one of many", "name already exists"]
    let error = HDF5Error(object: "/steps", problem: .failedCall("H5Dcreate2", messages: messages))
    #expect(
      error.description == "/steps: H5Dcreate2 failed: unable to create dataset: name already exists")
    let count = HDF5Error(object: "/a@b", problem: .wrongCount(found: 4, shape: [2, 3]))
    #expect(count.description == "/a@b: 4 values do not fill the shape [2, 3]")
  }

  @Test("Values that do not fill their shape are refused")
  func wrongCounts() throws {
    let file = try HDF5File()
    let root = file.root
    for shape in [[2], [], [-2, -2], [3, 2], [1 << 32, 1 << 32], [0]] {
      let error = #expect(throws: HDF5Error.self) {
        try root.createDataset("d", shape: shape, values: [1.0, 2, 3, 4])
      }
      #expect(error?.problem == .wrongCount(found: 4, shape: shape))
    }
    #expect(throws: HDF5Error.self) {
      try root.createDataset("d", shape: [1 << 32, 1 << 32], values: [Double]())
    }
    #expect(throws: HDF5Error.self) {
      try root.createDataset("d", shape: [Int](repeating: 1, count: 33), values: [1.0])
    }
    #expect(try HDF5Image(file.bytes()).root().members().isEmpty)
  }

  @Test("A name that is taken is refused")
  func takenNames() throws {
    let root = try HDF5File().root
    let dataset = try root.createDataset("d", shape: [], values: [1.0])
    try dataset.writeAttribute("units", "1")
    expectFailedCall("H5Dcreate2", containing: "exists", object: "/d") {
      try root.createDataset("d", shape: [], values: [1.0])
    }
    expectFailedCall("H5Acreate2", containing: "exists", object: "/d@units") {
      try dataset.writeAttribute("units", "s")
    }
  }

  @Test("A null character, which would end the string, is refused")
  func nullCharacters() throws {
    let file = try HDF5File()
    let root = file.root
    let attribute = #expect(throws: HDF5Error.self) { try root.writeAttribute("a", "cut\0off") }
    #expect(attribute?.problem == .nullCharacter)
    let dataset = #expect(throws: HDF5Error.self) {
      try root.createStringDataset("d", shape: [2], values: ["whole", "cut\0off"])
    }
    #expect(dataset?.problem == .nullCharacter)
    #expect(try HDF5Image(file.bytes()).root().members().isEmpty)
  }
}
