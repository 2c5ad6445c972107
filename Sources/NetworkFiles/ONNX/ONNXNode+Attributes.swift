import Foundation

extension ONNXNode {
  /// Whether the node is of ONNX's own operator set, whose names mean what its specification says.
  var isStandard: Bool { domain.isEmpty || domain == "ai.onnx" }

  func attribute(_ name: String) -> ONNXAttribute? {
    attribute.first { $0.name == name }
  }

  /// The input at a position; nil if it is left out.
  func input(at position: Int) -> String? {
    input.indices.contains(position) && !input[position].isEmpty ? input[position] : nil
  }
}

extension ONNXAttribute {
  /// A text, or several.
  var texts: [String] {
    (hasS ? [s] : strings).map { String(decoding: $0, as: UTF8.self) }
  }
}
