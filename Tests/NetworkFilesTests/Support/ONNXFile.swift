import Foundation

@testable import NetworkFiles

/// ONNX files made by hand, right or wrong.
enum ONNXFile {
  static func tensor(_ name: String, _ shape: [Int], _ numbers: [Float]? = nil) -> ONNXTensor {
    var tensor = ONNXTensor()
    tensor.name = name
    tensor.dims = shape.map { Int64($0) }
    tensor.dataType = 1
    tensor.floatData = numbers ?? [Float](repeating: 0, count: shape.reduce(1, *))
    return tensor
  }

  static func integers(_ name: String, _ numbers: [Int64]) -> ONNXTensor {
    var tensor = ONNXTensor()
    tensor.name = name
    tensor.dims = [Int64(numbers.count)]
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

  static func attribute(_ name: String, integer: Int64) -> ONNXAttribute {
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
