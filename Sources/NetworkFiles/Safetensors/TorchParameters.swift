/// The tensors of one PyTorch layer in one direction, by what they are for.
struct TorchParameters {
  struct Parameter {
    let name: String
    let tensor: SafetensorsTensor
    let isNormalised: Bool
  }

  let layer: TorchParameterName.Layer
  private var parameters: [TorchParameterName.Role: Parameter] = [:]

  init(_ layer: TorchParameterName.Layer) {
    self.layer = layer
  }

  subscript(role: TorchParameterName.Role) -> Parameter? { parameters[role] }

  var all: [Parameter] { parameters.values.sorted { $0.name < $1.name } }

  /// - Throws: `duplicate` for a second tensor in the same role. Weight normalisation puts two in the place
  ///   of one, lengths and directions of the rows; the larger one, the directions, has the parameter's shape.
  mutating func insert(_ parameter: Parameter, as role: TorchParameterName.Role) throws(NetworkFileProblem) {
    guard let other = parameters[role] else {
      parameters[role] = parameter
      return
    }
    guard other.isNormalised, parameter.isNormalised else { throw .duplicate(parameter.name) }
    if parameter.tensor.bytes.count > other.tensor.bytes.count { parameters[role] = parameter }
  }

  /// The layers that a file's tensors belong to, in order; other tensors are passed over.
  static func layers(of container: SafetensorsContainer) throws(NetworkFileProblem) -> [TorchParameters] {
    var layers: [TorchParameterName.Layer: TorchParameters] = [:]
    for (name, tensor) in container.tensors.sorted(by: { $0.key < $1.key }) {
      guard let parsed = TorchParameterName(name) else { continue }
      let parameter = Parameter(name: name, tensor: tensor, isNormalised: parsed.isNormalised)
      try layers[parsed.layer, default: TorchParameters(parsed.layer)].insert(parameter, as: parsed.role)
    }
    return layers.values.sorted { TorchParameterName.Layer.precede($0.layer, $1.layer) }
  }
}
