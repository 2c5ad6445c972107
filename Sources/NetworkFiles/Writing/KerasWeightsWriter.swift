import HDF5
import RecurrentNetworks

/// Writes a network as the `.weights.h5` of Keras 3: what `load_weights` of a Sequential of the same layers
/// opens, each but the last with `return_sequences=True`.
///
/// The file says nothing about the layers but their weights, so a GRU has to be made with the `reset_after`
/// that its cell asks for.
public struct KerasWeightsWriter<Scalar: NetworkScalar> {
  private let network: RecurrentNetwork<Scalar>

  public init(_ network: RecurrentNetwork<Scalar>) {
    self.network = network
  }

  /// The bytes of the file; equal networks give equal bytes.
  ///
  /// - Throws: `HDF5Error` if libhdf5 fails, for want of memory for one.
  public func bytes() throws(HDF5Error) -> [UInt8] {
    let file = try HDF5File.createInMemory()
    try variables(of: file.root, name: "sequential")
    let layers = try file.root.createGroup("layers")
    var counts: [String: Int] = [:]
    for layer in network.layers {
      let plain = KerasGroups.snakeCase(layer.cell.kerasClass)
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
  private func variables(of group: HDF5Group, name: String) throws(HDF5Error) -> HDF5Group {
    let variables = try group.createGroup("vars")
    try variables.writeAttribute("name", name)
    return variables
  }

  private func write(_ layer: RecurrentLayer<Scalar>, to variables: HDF5Group) throws(HDF5Error) {
    let columns = layer.cell.gateCount * layer.hiddenSize
    let arrays = [
      (shape: [layer.inputSize, columns], values: layer.inputKernel),
      (shape: [layer.hiddenSize, columns], values: layer.recurrentKernel),
      layer.cell.hasRecurrentBias
        ? (shape: [2, columns], values: layer.bias + layer.recurrentBias)
        : (shape: [columns], values: layer.bias),
    ]
    for (index, array) in arrays.enumerated() {
      switch Scalar.precision {
      case .float32:
        try variables.createDataset("\(index)", shape: array.shape, values: array.values.map { Float($0) })
      case .float64:
        try variables.createDataset("\(index)", shape: array.shape, values: array.values.map { Double($0) })
      }
    }
  }
}

extension CellType {
  /// The class of Keras whose layers have this cell.
  fileprivate var kerasClass: String {
    switch self {
    case .lstm: KerasCellClass.lstm.rawValue
    case .gru, .gruResetBefore: KerasCellClass.gru.rawValue
    default: KerasCellClass.simpleRNN.rawValue
    }
  }
}
