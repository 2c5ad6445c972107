import Foundation

/// The tensors of one PyTorch layer in one direction, by what they are for.
struct TorchParameters {
  struct Parameter {
    /// That of the tensor, or of the one with its shape among those that it is computed from.
    let name: String
    let tensor: TorchTensor
    /// How it is computed from others, for people.
    var convention: String?
    var refusal: LayerRefusal?
  }

  typealias Role = TorchParameterName.Role
  private typealias Parts = [TorchParameterName.Part: (name: String, tensor: TorchTensor)]

  let layer: TorchParameterName.Layer
  private let parameters: [Role: Parameter]

  subscript(role: Role) -> Parameter? { parameters[role] }

  var all: [Parameter] { parameters.values.sorted { $0.name < $1.name } }

  /// The layers that tensors belong to, in order; other tensors are passed over.
  ///
  /// - Throws: `duplicate` for a second tensor in the same role.
  static func layers(of tensors: [String: TorchTensor]) throws(NetworkFileProblem) -> [TorchParameters] {
    var layers: [TorchParameterName.Layer: [Role: Parts]] = [:]
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      guard let parsed = TorchParameterName(name) else { continue }
      // Weight dropout keeps a module's weights outside it: rnn.weight_hh_l0_raw, but rnn.module.weight_ih_l0.
      var layer = parsed.layer
      if parsed.part == .raw, tensors[TorchParameterName.name(parsed.role, of: layer.wrapped)] != nil {
        layer = layer.wrapped
      }
      let old = layers[layer, default: [:]][parsed.role, default: [:]].updateValue(
        (name, tensor), forKey: parsed.part)
      guard old == nil else { throw .duplicate(name) }
    }
    var found: [TorchParameters] = []
    for (layer, roles) in layers.sorted(by: { TorchParameterName.Layer.precede($0.key, $1.key) }) {
      var parameters: [Role: Parameter] = [:]
      for (role, parts) in roles { parameters[role] = try parameter(parts) }
      found.append(TorchParameters(layer: layer, parameters: parameters))
    }
    return found
  }

  /// A parameter from the tensors that stand for it.
  ///
  /// - Throws: `duplicate` if they stand for it in two ways.
  private static func parameter(_ parts: Parts) throws(NetworkFileProblem) -> Parameter? {
    if let (name, raw) = parts[.raw] {
      return Parameter(name: name, tensor: raw, convention: "weight dropout (nothing at inference)")
    }
    if let (name, original) = parts[.original] {
      if let mask = parts[.mask] {
        return Parameter(
          name: name, tensor: original.combined(with: mask.tensor) { $0 * $1 }, convention: "pruned")
      }
      let way = parts[.vector] == nil ? "a parametrization" : "spectral normalisation"
      return Parameter(name: name, tensor: original, refusal: .feature("\(way) (\(name))"))
    }
    if let (name, directions) = parts[.direction], let magnitudes = parts[.magnitude] {
      guard parts[.whole] == nil else { throw .duplicate(name) }
      return Parameter(
        name: name, tensor: directions.scaled(to: magnitudes.tensor),
        convention: "weight normalisation computed")
    }
    if let (name, tensor) = parts[.whole] { return Parameter(name: name, tensor: tensor) }
    return parts.values.min { $0.name < $1.name }.map {
      Parameter(
        name: $0.name, tensor: $0.tensor, refusal: .feature("half of a parametrization (\($0.name))"))
    }
  }
}

extension TorchParameterName.Layer {
  /// The same layer in a module within its module.
  fileprivate var wrapped: Self {
    Self(
      module: module.isEmpty ? TorchParameterName.parallel : "\(module).\(TorchParameterName.parallel)",
      number: number, direction: direction)
  }
}

extension TorchTensor {
  /// - Returns: the tensor whose numbers are made of those of two of one shape.
  fileprivate func combined(
    with other: TorchTensor, _ combination: @escaping (Double, Double) -> Double
  ) -> TorchTensor {
    TorchTensor(shape: shape, type: type, storage: storage) { () throws(NetworkFileProblem) in
      guard other.shape == self.shape else { throw .shape(found: other.shape, expected: self.shape) }
      let (own, others): ([Double], [Double]) = (try self.numbers().values(), try other.numbers().values())
      return try StoredNumbers(zip(own, others).map(combination))
    }
  }

  /// Weight normalisation: w = g v / |v|, with a length for every row (PyTorch's default, `dim=0`), every column or
  /// the whole. Salimans & Kingma 2016.
  fileprivate func scaled(to magnitudes: TorchTensor) -> TorchTensor {
    TorchTensor(shape: shape, type: type, storage: storage) { () throws(NetworkFileProblem) in
      let lengths: [Double] = try magnitudes.numbers().values()
      let directions: [Double] = try self.numbers().values()
      let columns = max(1, self.shape.last ?? 1)
      let place: (Int) -> Int
      switch magnitudes.shape {
      case [self.shape.first ?? 0, 1]: place = { $0 / columns }
      case [1, columns]: place = { $0 % columns }
      case [], [1]: place = { _ in 0 }
      default:
        throw .shape(found: magnitudes.shape, expected: [self.shape.first ?? 0, 1])
      }
      var squares = [Double](repeating: 0, count: lengths.count)
      for (index, value) in directions.enumerated() { squares[place(index)] += value * value }
      let scales = zip(lengths, squares).map { $0 / $1.squareRoot() }
      let numbers = directions.enumerated().map { $1 * scales[place($0)] }
      return try StoredNumbers(numbers)
    }
  }
}
