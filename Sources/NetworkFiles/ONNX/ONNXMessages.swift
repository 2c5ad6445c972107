/// The part of ONNX's file format that reading recurrent weights takes: messages and fields by their numbers
/// in the wire format. Every other field is skipped. Source: onnx.proto of ONNX.
struct ONNXModel: ProtobufMessage {
  var irVersion = 0
  var producerName = ""
  var graph = ONNXGraph()
  private(set) var hasGraph = false
  var functions: [ONNXFunction] = []

  mutating func take(field: UInt64, _ reader: inout ProtobufReader) throws(NetworkFileProblem) {
    switch field {
    case 1: irVersion = reader.integer() ?? irVersion
    case 2: producerName = try reader.text() ?? producerName
    // Nothing is made of the producer's version and the operator sets, but damage in them shows.
    case 3: _ = try reader.text()
    case 7:
      hasGraph = true
      try reader.merge(into: &graph)
    case 8:
      var operatorSet = ONNXOperatorSet()
      try reader.merge(into: &operatorSet)
    case 25: try reader.append(to: &functions)
    default: break
    }
  }
}

struct ONNXOperatorSet: ProtobufMessage {
  mutating func take(field: UInt64, _ reader: inout ProtobufReader) throws(NetworkFileProblem) {
    if field == 1 { _ = try reader.text() }
  }
}

struct ONNXFunction: ProtobufMessage {
  var name = ""
  var node: [ONNXNode] = []

  mutating func take(field: UInt64, _ reader: inout ProtobufReader) throws(NetworkFileProblem) {
    switch field {
    case 1: name = try reader.text() ?? name
    case 7: try reader.append(to: &node)
    default: break
    }
  }
}

struct ONNXGraph: ProtobufMessage {
  var node: [ONNXNode] = []
  var name = ""
  var initializer: [ONNXTensor] = []
  var sparseInitializer: [ONNXSparseTensor] = []

  mutating func take(field: UInt64, _ reader: inout ProtobufReader) throws(NetworkFileProblem) {
    switch field {
    case 1: try reader.append(to: &node)
    case 2: name = try reader.text() ?? name
    case 5: try reader.append(to: &initializer)
    case 15: try reader.append(to: &sparseInitializer)
    default: break
    }
  }
}

struct ONNXNode: ProtobufMessage {
  var input: [String] = []
  var output: [String] = []
  var name = ""
  var opType = ""
  var attribute: [ONNXAttribute] = []
  var domain = ""

  mutating func take(field: UInt64, _ reader: inout ProtobufReader) throws(NetworkFileProblem) {
    switch field {
    case 1: if let text = try reader.text() { input.append(text) }
    case 2: if let text = try reader.text() { output.append(text) }
    case 3: name = try reader.text() ?? name
    case 4: opType = try reader.text() ?? opType
    case 5: try reader.append(to: &attribute)
    case 7: domain = try reader.text() ?? domain
    default: break
    }
  }

  /// Whether the node is of ONNX's own operator set, whose names mean what its specification says.
  var isStandard: Bool { domain.isEmpty || domain == "ai.onnx" }

  func attribute(_ name: String) -> ONNXAttribute? {
    attribute.first { $0.name == name }
  }

  /// The input at a position; nil if it is left out.
  func input(at position: Int) -> String? {
    input.indices.contains(position) && !input[position].isEmpty ? input[position] : nil
  }

  /// Graphs that the node runs within itself.
  var subgraphs: [ONNXGraph] { attribute.flatMap { ($0.g.map { [$0] } ?? []) + $0.graphs } }
}

struct ONNXAttribute: ProtobufMessage {
  var name = ""
  var f: Float = 0
  var i = 0
  var s: ArraySlice<UInt8>?
  var t = ONNXTensor()
  var g: ONNXGraph?
  var floats: [Float] = []
  var ints: [Int] = []
  var strings: [ArraySlice<UInt8>] = []
  var graphs: [ONNXGraph] = []

  mutating func take(field: UInt64, _ reader: inout ProtobufReader) throws(NetworkFileProblem) {
    switch field {
    case 1: name = try reader.text() ?? name
    case 2: f = reader.float() ?? f
    case 3: i = reader.integer() ?? i
    case 4: s = reader.bytes() ?? s
    case 5: try reader.merge(into: &t)
    case 6:
      var graph = g ?? ONNXGraph()
      try reader.merge(into: &graph)
      g = graph
    case 7: try reader.append(to: &floats)
    case 8: try reader.append(to: &ints)
    case 9: if let bytes = reader.bytes() { strings.append(bytes) }
    case 11: try reader.append(to: &graphs)
    default: break
    }
  }

  /// A text, or several.
  var texts: [String] { (s.map { [$0] } ?? strings).map { String(decoding: $0, as: UTF8.self) } }
}

struct ONNXTensor: ProtobufMessage {
  var dims: [Int] = []
  var dataType = 0
  var floatData: [Float] = []
  var int32Data: [Int32] = []
  var int64Data: [Int] = []
  var name = ""
  var rawData: ArraySlice<UInt8> = []
  var doubleData: [Double] = []
  var externalData: [ONNXEntry] = []
  var dataLocation = 0

  mutating func take(field: UInt64, _ reader: inout ProtobufReader) throws(NetworkFileProblem) {
    switch field {
    case 1: try reader.append(to: &dims)
    case 2: dataType = reader.integer() ?? dataType
    case 4: try reader.append(to: &floatData)
    case 5: try reader.append(to: &int32Data)
    case 7: try reader.append(to: &int64Data)
    case 8: name = try reader.text() ?? name
    case 9: rawData = reader.bytes() ?? rawData
    case 10: try reader.append(to: &doubleData)
    case 13: try reader.append(to: &externalData)
    case 14: dataLocation = reader.integer() ?? dataLocation
    default: break
    }
  }
}

/// A key and its value, of what says where external data are.
struct ONNXEntry: ProtobufMessage {
  var key = ""
  var value = ""

  mutating func take(field: UInt64, _ reader: inout ProtobufReader) throws(NetworkFileProblem) {
    switch field {
    case 1: key = try reader.text() ?? key
    case 2: value = try reader.text() ?? value
    default: break
    }
  }
}

struct ONNXSparseTensor: ProtobufMessage {
  var values = ONNXTensor()

  mutating func take(field: UInt64, _ reader: inout ProtobufReader) throws(NetworkFileProblem) {
    if field == 1 { try reader.merge(into: &values) }
  }
}
