import HDF5

/// A `.keras` archive made by hand: any configuration, any weights.
struct KerasArchiveFixture {
  let bytes: [UInt8]

  /// - Parameters:
  ///   - config: config.json.
  ///   - fill: makes the groups and arrays of model.weights.h5.
  init(_ config: String, _ fill: (HDF5Group) throws -> Void) throws {
    let file = try HDF5File.createInMemory()
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
