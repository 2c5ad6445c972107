import CZlib
import Foundation
import HDF5

@testable import NetworkFiles

/// A zip archive made by hand, of stored entries, so that every field can be wrong.
struct ZipFixture {
  struct Entry {
    var name: String
    var content: [UInt8]
    /// What the directory declares, if not the truth.
    var declaredSize: UInt32?
    var method: UInt16 = 0
    var flags: UInt16 = 0
    /// The name in the local header, if another one.
    var localName: String?

    init(_ name: String, _ content: [UInt8]) {
      self.name = name
      self.content = content
    }
  }

  let bytes: [UInt8]

  init(_ entries: [Entry]) {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let start = bytes.count
      let checksum = UInt32(crc32(0, entry.content, uInt(entry.content.count)))
      let fields =
        Self.short(entry.flags) + Self.short(entry.method) + [0, 0, 0x21, 0] + Self.long(checksum)
        + Self.long(UInt32(entry.content.count))
        + Self.long(entry.declaredSize ?? UInt32(entry.content.count))
      let local = Array((entry.localName ?? entry.name).utf8)
      bytes += Array("PK\u{3}\u{4}".utf8) + Self.short(20) + fields
      bytes += Self.short(UInt16(local.count)) + Self.short(0) + local + entry.content
      let name = Array(entry.name.utf8)
      directory += Array("PK\u{1}\u{2}".utf8) + Self.short(20) + Self.short(20) + fields
      directory += Self.short(UInt16(name.count)) + [UInt8](repeating: 0, count: 12)
      directory += Self.long(UInt32(start)) + name
    }
    let count = Self.short(UInt16(entries.count))
    let end = Array("PK\u{5}\u{6}".utf8) + Self.short(0) + Self.short(0) + count + count
    self.bytes =
      bytes + directory + end + Self.long(UInt32(directory.count)) + Self.long(UInt32(bytes.count))
      + Self.short(0)
  }

  private static func short(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }
  private static func long(_ value: UInt32) -> [UInt8] {
    short(UInt16(value & 0xFFFF)) + short(UInt16(value >> 16))
  }
}

/// A `.keras` archive made by hand: any configuration, any weights.
struct KerasArchiveFixture {
  let bytes: [UInt8]

  /// - Parameters:
  ///   - config: config.json.
  ///   - fill: makes the groups and arrays of model.weights.h5.
  init(_ config: String, _ fill: (HDF5Group) throws -> Void) throws {
    let file = try HDF5File()
    try fill(file.root)
    bytes =
      ZipFixture([
        .init("config.json", Array(config.utf8)), .init("model.weights.h5", try file.bytes()),
      ]).bytes
  }

  /// A Sequential of layers, each given as its class and the other settings.
  static func sequential(_ layers: [(className: String, settings: String)]) -> String {
    let list = layers.map { #"{"class_name": "\#($0.className)", "config": {\#($0.settings)}}"# }
    return
      #"{"class_name": "Sequential", "config": {"name": "s", "layers": [\#(list.joined(separator: ","))]}}"#
  }

  /// What makes an LSTM complete.
  static func lstm(_ name: String, units: Int, more: String = "") -> (className: String, settings: String) {
    (
      "LSTM",
      """
      "name": "\(name)", "units": \(units), "activation": "tanh", "recurrent_activation": "sigmoid", \
      "return_sequences": true\(more)
      """
    )
  }
}

extension HDF5Group {
  /// The arrays of a cell, `cell/vars/0` and so on, of these shapes and all of one value.
  func addCell(_ name: String, shapes: [[Int]], value: Float = 0.5) throws {
    let variables = try createGroup(name).createGroup("cell").createGroup("vars")
    for (index, shape) in shapes.enumerated() {
      try variables.createDataset(
        "\(index)", shape: shape, values: Array(repeating: value, count: shape.reduce(1, *)))
    }
  }
}

/// Safetensors files made by hand, right or wrong.
enum SafetensorsFile {
  /// A file of this header and so many data bytes, or these.
  static func bytes(_ header: String, data: Int = 0) -> [UInt8] {
    bytes(header: Array(header.utf8), data: [UInt8](repeating: 0, count: data))
  }

  static func bytes(header: [UInt8], data: [UInt8]) -> [UInt8] {
    length(UInt64(header.count)) + header + data
  }

  static func length(_ length: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
  }

  /// A right file of tensors by name, each with its shape, end to end in the order given.
  static func tensors(
    _ tensors: [(name: String, shape: [Int])], dtype: String = "F32", size: Int = 4, fill: UInt8 = 0,
    metadata: String? = nil
  ) -> [UInt8] {
    var entries = metadata.map { ["\"__metadata__\":\($0)"] } ?? []
    var offset = 0
    for tensor in tensors {
      let end = offset + tensor.shape.reduce(size, *)
      let span = "\"data_offsets\":[\(offset),\(end)]"
      entries.append("\"\(tensor.name)\":{\"dtype\":\"\(dtype)\",\"shape\":\(tensor.shape),\(span)}")
      offset = end
    }
    let header = "{" + entries.joined(separator: ",") + "}"
    return bytes(header: Array(header.utf8), data: [UInt8](repeating: fill, count: offset))
  }

  /// The four tensors of a layer.
  static func layer(
    _ prefix: String = "", _ suffix: String = "_l0", gates: Int = 4, inputs: Int = 2, units: Int = 3
  ) -> [(name: String, shape: [Int])] {
    let rows = gates * units
    return [
      (prefix + "weight_ih" + suffix, [rows, inputs]), (prefix + "weight_hh" + suffix, [rows, units]),
      (prefix + "bias_ih" + suffix, [rows]), (prefix + "bias_hh" + suffix, [rows]),
    ]
  }
}

/// ONNX files made by hand, right or wrong.
enum ONNXFile {
  static func tensor(_ name: String, _ shape: [Int], _ numbers: [Float]? = nil) -> ONNXTensor {
    var tensor = ONNXTensor()
    tensor.name = name
    tensor.dims = shape
    tensor.dataType = 1
    tensor.floatData = numbers ?? [Float](repeating: 0, count: shape.reduce(1, *))
    return tensor
  }

  static func integers(_ name: String, _ numbers: [Int]) -> ONNXTensor {
    var tensor = ONNXTensor()
    tensor.name = name
    tensor.dims = [numbers.count]
    tensor.dataType = 7
    tensor.int64Data = numbers
    return tensor
  }

  static func node(
    _ type: String, _ inputs: [String], _ outputs: [String], name: String = "",
    _ attributes: [ONNXAttribute] = []
  ) -> ONNXNode {
    var node = ONNXNode()
    node.opType = type
    node.input = inputs
    node.output = outputs
    node.name = name
    node.attribute = attributes
    return node
  }

  static func attribute(_ name: String, _ set: (inout ONNXAttribute) -> Void) -> ONNXAttribute {
    var attribute = ONNXAttribute()
    attribute.name = name
    set(&attribute)
    return attribute
  }

  static func attribute(_ name: String, integer: Int) -> ONNXAttribute {
    attribute(name) { $0.i = integer }
  }

  static func model(_ nodes: [ONNXNode], _ initializers: [ONNXTensor] = []) -> ONNXModel {
    var model = ONNXModel()
    model.irVersion = 10
    model.producerName = "tests"
    model.graph.node = nodes
    model.graph.initializer = initializers
    return model
  }

  /// An LSTM with settings.
  static func layer(_ attributes: [ONNXAttribute]) -> ONNXModel {
    var model = layer()
    model.graph.node[0].attribute = attributes
    return model
  }

  /// One layer of the given operator with the tensors W, R and B.
  static func layer(
    _ type: String = "LSTM", gates: Int = 4, inputs: Int = 2, units: Int = 3
  ) -> ONNXModel {
    let rows = gates * units
    return model(
      [node(type, ["x", "W", "R", "B"], ["y"], name: "n")],
      [
        tensor("W", [1, rows, inputs]), tensor("R", [1, rows, units]),
        tensor("B", [1, 2 * rows]),
      ])
  }
}

extension NetworkReader {
  /// Reads bytes as this reader's, whatever they are.
  static func read(_ bytes: [UInt8], path: String) throws -> NetworkFile {
    try read(OpenedFile(path: path, bytes: bytes, contents: .memory(bytes), archive: nil))
  }
}

// MARK: ONNX messages, written

/// A message of a protocol-buffers file: fields by number, empty ones left out.
private struct ProtobufFields {
  var bytes: [UInt8] = []

  private mutating func number(_ value: Int) {
    var rest = UInt64(bitPattern: Int64(value))
    repeat {
      bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
      rest >>= 7
    } while rest > 0
  }

  mutating func add(_ field: Int, _ value: Int) {
    number(field << 3)
    number(value)
  }

  mutating func add(_ field: Int, _ value: Float) {
    number(field << 3 | 5)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
  }

  mutating func add(_ field: Int, _ content: some Collection<UInt8>) {
    number(field << 3 | 2)
    number(content.count)
    bytes += content
  }

  mutating func add(_ field: Int, _ text: String) {
    if !text.isEmpty { add(field, text.utf8) }
  }

  mutating func add<Element>(_ field: Int, _ list: [Element], _ bytes: (Element) -> [UInt8]) {
    for element in list { add(field, bytes(element)) }
  }

  mutating func add<Number: BitwiseCopyable>(_ field: Int, packed list: [Number]) {
    if !list.isEmpty { add(field, list.withUnsafeBytes { Array($0) }) }
  }
}

extension ONNXModel {
  /// The graph's message alone.
  var graphBytes: [UInt8] { graph.serializedBytes() }

  func serializedBytes() -> [UInt8] {
    var fields = ProtobufFields()
    fields.add(1, irVersion)
    fields.add(2, producerName)
    fields.add(7, graph.serializedBytes())
    fields.add(25, functions) { function in
      var fields = ProtobufFields()
      fields.add(1, function.name)
      fields.add(7, function.node) { $0.serializedBytes() }
      return fields.bytes
    }
    return fields.bytes
  }
}

extension ONNXGraph {
  fileprivate func serializedBytes() -> [UInt8] {
    var fields = ProtobufFields()
    fields.add(1, node) { $0.serializedBytes() }
    fields.add(5, initializer) { $0.serializedBytes() }
    fields.add(15, sparseInitializer) { sparse in
      var fields = ProtobufFields()
      fields.add(1, sparse.values.serializedBytes())
      return fields.bytes
    }
    return fields.bytes
  }
}

extension ONNXNode {
  fileprivate func serializedBytes() -> [UInt8] {
    var fields = ProtobufFields()
    fields.add(1, input) { Array($0.utf8) }
    fields.add(2, output) { Array($0.utf8) }
    fields.add(3, name)
    fields.add(4, opType)
    fields.add(5, attribute) { $0.serializedBytes() }
    fields.add(7, domain)
    return fields.bytes
  }
}

extension ONNXAttribute {
  fileprivate func serializedBytes() -> [UInt8] {
    var fields = ProtobufFields()
    fields.add(1, name)
    fields.add(2, f)
    fields.add(3, i)
    if let s { fields.add(4, s) }
    fields.add(5, t.serializedBytes())
    if let g { fields.add(6, g.serializedBytes()) }
    for number in floats { fields.add(7, number) }
    for number in ints { fields.add(8, number) }
    fields.add(9, strings) { Array($0) }
    fields.add(11, graphs) { $0.serializedBytes() }
    return fields.bytes
  }
}

extension ONNXTensor {
  fileprivate func serializedBytes() -> [UInt8] {
    var fields = ProtobufFields()
    for size in dims { fields.add(1, size) }
    fields.add(2, dataType)
    fields.add(4, packed: floatData)
    for number in int32Data { fields.add(5, Int(number)) }
    for number in int64Data { fields.add(7, number) }
    fields.add(8, name)
    if !rawData.isEmpty { fields.add(9, rawData) }
    fields.add(10, packed: doubleData)
    fields.add(13, externalData) { entry in
      var fields = ProtobufFields()
      fields.add(1, entry.key)
      fields.add(2, entry.value)
      return fields.bytes
    }
    fields.add(14, dataLocation)
    return fields.bytes
  }
}
