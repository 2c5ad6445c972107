import HDF5
import RecurrentNetworks

/// Writes a network as the `.weights.h5` of Keras 3: what `load_weights` of a Sequential of the same layers
/// opens, each but the last with `return_sequences=True`.
///
/// The file says nothing about the layers but their weights, so a GRU has to be made with the `reset_after`
/// that its cell asks for.
enum KerasWeightsWriter: NetworkWriter {
  static let format = NetworkFileFormat.kerasWeights

  /// - Throws: `HDF5Error` if libhdf5 fails, for want of memory for one.
  static func bytes<Scalar: NetworkScalar>(
    of network: RecurrentNetwork<Scalar>, path: String
  ) throws(HDF5Error) -> [UInt8] {
    let file = try HDF5File()
    try variables(of: file.root, name: "sequential")
    let layers = try file.root.createGroup("layers")
    var counts: [String: Int] = [:]
    for layer in network.layers {
      let plain = KerasGroups.snakeCase(KerasCellClass(layer.cell).rawValue)
      let count = counts[plain, default: 0]
      counts[plain] = count + 1
      let name = count == 0 ? plain : "\(plain)_\(count)"
      let group = try layers.createGroup(name)
      let cell = try variables(of: group.createGroup("cell"), name: plain + "_cell")
      try variables(of: group, name: name)
      try write(layer, to: cell)
    }
    return try file.bytes()
  }

  @discardableResult
  private static func variables(of group: HDF5Group, name: String) throws(HDF5Error) -> HDF5Group {
    let variables = try group.createGroup("vars")
    try variables.writeAttribute("name", name)
    return variables
  }

  private static func write<Scalar: NetworkScalar>(
    _ layer: RecurrentLayer<Scalar>, to variables: HDF5Group
  ) throws(HDF5Error) {
    let columns = layer.cell.gateCount * layer.hiddenSize
    let biasShape = layer.cell.kerasBiasShape(columns: columns)
    let arrays = [
      (shape: [layer.inputSize, columns], values: layer.inputKernel),
      (shape: [layer.hiddenSize, columns], values: layer.recurrentKernel),
      (shape: biasShape, values: biasShape.count == 2 ? layer.bias + layer.recurrentBias : layer.bias),
    ]
    for (index, array) in arrays.enumerated() {
      if Scalar.self == Double.self {
        try variables.createDataset("\(index)", shape: array.shape, values: array.values.map { Double($0) })
      } else {
        try variables.createDataset("\(index)", shape: array.shape, values: array.values.map { Float($0) })
      }
    }
  }
}
