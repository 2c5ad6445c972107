import RecurrentNetworks

/// Writes a network as a safetensors file with PyTorch's names and layout.
///
/// A stack of equal layers is one module: `torch.nn.LSTM(I, H, num_layers=n).load_state_dict` takes it as it
/// is. Where cells or hidden sizes differ, which no PyTorch module can hold, every layer is a module of its
/// own, with the prefixes "0.", "1.", and so on from the lowest.
///
/// A cell with one bias has it in bias_ih and zeros in bias_hh, since PyTorch adds the two up. Reading the
/// file back gives every weight to the bit: where a bias is minus zero, so is its partner, because -0 + 0 is
/// 0.
enum SafetensorsWriter: NetworkWriter {
  static let format = NetworkFileFormat.safetensors

  /// - Throws: `noSuchCell` for a GRU whose reset gate acts before the product, which PyTorch lacks.
  static func bytes<Scalar: NetworkScalar>(
    of network: RecurrentNetwork<Scalar>, path: String
  ) throws(NetworkWritingError) -> [UInt8] {
    if let layer = network.layers.first(where: { $0.cell == .gruResetBefore }) {
      throw .noSuchCell(layer.cell, path: path)
    }
    // Whether one PyTorch module holds the whole stack.
    let first = network.layers[0]
    let isUniform = network.layers.allSatisfy { $0.cell == first.cell && $0.hiddenSize == first.hiddenSize }
    let modules = isUniform ? [""] : network.layers.indices.map { "\($0)" }
    let tensors = network.layers.enumerated().flatMap { index, layer in
      Self.tensors(
        layer,
        as: isUniform
          ? TorchParameterName.Layer(module: "", number: index, direction: .forward)
          : TorchParameterName.Layer(module: modules[index], number: 0, direction: .forward))
    }.sorted { $0.name < $1.name }
    let number: SafetensorsNumber = Scalar.precision == .float32 ? .f32 : .f64

    var header = "{\"__metadata__\":{"
    let metadata = SafetensorsMetadata.entries(cells: network.layers.map(\.cell), modules: modules)
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
    append(UInt64(header.utf8.count), to: &bytes)
    bytes += header.utf8
    for tensor in tensors {
      for value in tensor.values { append(value, to: &bytes) }
    }
    return bytes
  }

  private typealias Tensor<Scalar> = (name: String, shape: [Int], values: [Scalar])

  private static func tensors<Scalar: NetworkScalar>(
    _ layer: RecurrentLayer<Scalar>, as place: TorchParameterName.Layer
  ) -> [Tensor<Scalar>] {
    let arrays = layer.pytorchArrays
    let rows = layer.cell.gateCount * layer.hiddenSize
    func tensor(_ role: TorchParameterName.Role, _ shape: [Int], _ values: [Scalar]) -> Tensor<Scalar> {
      (TorchParameterName.name(role, of: place), shape, values)
    }
    return [
      tensor(.inputWeights, [rows, layer.inputSize], arrays.weightIH),
      tensor(.recurrentWeights, [rows, layer.hiddenSize], arrays.weightHH),
      tensor(.inputBias, [rows], arrays.biasIH), tensor(.recurrentBias, [rows], arrays.biasHH),
    ]
  }

  private static func append(_ value: some NetworkScalar, to bytes: inout [UInt8]) {
    switch value {
    case let value as Float: append(value.bitPattern, to: &bytes)
    default: append(Double(value).bitPattern, to: &bytes)
    }
  }

  private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }
}
