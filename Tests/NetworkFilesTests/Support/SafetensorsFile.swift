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
