import RecurrentNetworks

/// A network as a safetensors file with PyTorch's names and layout.
///
/// A stack of equal layers is one module: `torch.nn.LSTM(I, H, num_layers=n).load_state_dict` takes it as it
/// is. Where cells or hidden sizes differ, which no PyTorch module can hold, every layer is a module of its
/// own, with the prefixes "0.", "1.", and so on from the lowest.
///
/// A cell with one bias has it in bias_ih and zeros in bias_hh, since PyTorch adds the two up. Reading the
/// file back gives every weight to the bit: where a bias is minus zero, so is its partner, because -0 + 0 is
/// 0.
struct SafetensorsWriter<Scalar: NetworkScalar> {
  private let network: RecurrentNetwork<Scalar>

  /// - Throws: `noSuchCell` for a GRU whose reset gate acts before the product, which PyTorch lacks.
  init(_ network: RecurrentNetwork<Scalar>, path: String) throws(NetworkWritingError) {
    if let layer = network.layers.first(where: { $0.cell == .gruResetBefore }) {
      throw .noSuchCell(layer.cell, path: path)
    }
    self.network = network
  }

  /// The whole file.
  func bytes() -> [UInt8] {
    let tensors = tensors().sorted { $0.name < $1.name }
    let number = SafetensorsNumber(Scalar.precision == .float32 ? .float32 : .float64)
    let modules = isUniform ? [""] : network.layers.indices.map { "\($0)" }
    let metadata = SafetensorsMetadata.entries(cells: network.layers.map(\.cell), modules: modules)

    var header = "{\"__metadata__\":{"
    header += metadata.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",") + "}"
    var offset = 0
    for tensor in tensors {
      let end = offset + tensor.values.count * number.bits / 8
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      header += ",\"\(tensor.name)\":{\"dtype\":\"\(number.rawValue)\",\"shape\":[\(shape)]"
      header += ",\"data_offsets\":[\(offset),\(end)]}"
      offset = end
    }
    header += "}"
    // The numbers begin at a multiple of eight bytes.
    header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)

    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.utf8.count + offset)
    Self.append(UInt64(header.utf8.count), to: &bytes)
    bytes += header.utf8
    for tensor in tensors {
      for value in tensor.values { Self.append(value, to: &bytes) }
    }
    return bytes
  }

  private struct Tensor {
    var name: String
    var shape: [Int]
    var values: [Scalar]
  }

  /// Whether one PyTorch module holds the whole stack.
  private var isUniform: Bool {
    let first = network.layers[0]
    return network.layers.allSatisfy { $0.cell == first.cell && $0.hiddenSize == first.hiddenSize }
  }

  private func tensors() -> [Tensor] {
    network.layers.enumerated().flatMap { index, layer in
      let place =
        isUniform
        ? TorchParameterName.Layer(module: "", number: index, direction: .forward)
        : TorchParameterName.Layer(module: "\(index)", number: 0, direction: .forward)
      let arrays = layer.pytorchArrays
      let rows = layer.cell.gateCount * layer.hiddenSize
      func tensor(_ role: TorchParameterName.Role, _ shape: [Int], _ values: [Scalar]) -> Tensor {
        Tensor(name: TorchParameterName.name(role, of: place), shape: shape, values: values)
      }
      return [
        tensor(.inputWeights, [rows, layer.inputSize], arrays.weightIH),
        tensor(.recurrentWeights, [rows, layer.hiddenSize], arrays.weightHH),
        tensor(.inputBias, [rows], arrays.biasIH), tensor(.recurrentBias, [rows], arrays.biasHH),
      ]
    }
  }

  private static func append(_ value: Scalar, to bytes: inout [UInt8]) {
    switch value {
    case let value as Float: append(value.bitPattern, to: &bytes)
    default: append(Double(value).bitPattern, to: &bytes)
    }
  }

  private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }
}
