import RecurrentNetworks

/// The weights of a layer as they stand in a file, all of them finite: made into a layer when that is asked for, in the
/// precision that is asked for, so that a file can be listed without room for its weights and read without room for
/// them twice.
public struct StoredLayer: Equatable, Sendable {
  private enum Weights: Equatable {
    /// GH x I and GH x H, row-major, and two biases or none.
    case pytorch(input: StoredNumbers, recurrent: StoredNumbers, biases: [StoredNumbers])
    /// I x GH and H x GH, row-major, and perhaps a bias.
    case keras(input: StoredNumbers, recurrent: StoredNumbers, bias: StoredNumbers?)
    case whole(RecurrentLayer<Double>)
  }

  private let cell: CellType
  private let inputSize: Int
  private let hiddenSize: Int
  private let weights: Weights
  /// Nil for those that are usual.
  private var gateActivation: Activation?
  private var activation: Activation?

  /// Weights that were made into a layer already.
  init(_ layer: RecurrentLayer<Double>) {
    (cell, inputSize, hiddenSize) = (layer.cell, layer.inputSize, layer.hiddenSize)
    weights = .whole(layer)
  }

  /// The tensors of a PyTorch layer (see `RecurrentLayer`): weight_ih, weight_hh, and bias_ih and bias_hh or neither.
  ///
  /// - Throws: `malformed` for biases whose sum is not finite: two finite numbers can add up to more than float64 holds.
  /// - Precondition: the counts are those of the sizes.
  init(
    pytorch cell: CellType, inputSize: Int, hiddenSize: Int, input: StoredNumbers, recurrent: StoredNumbers,
    biases: [StoredNumbers], activation: Activation? = nil
  ) throws(NetworkFileProblem) {
    (self.cell, self.inputSize, self.hiddenSize) = (cell, inputSize, hiddenSize)
    self.activation = activation
    weights = .pytorch(input: input, recurrent: recurrent, biases: biases)
    let (first, second) = pytorchBiases(biases)
    guard cell.hasRecurrentBias || zip(first, second).allSatisfy({ ($0 + $1).isFinite }) else {
      throw .malformed("biases whose sum is not finite")
    }
  }

  /// The arrays of a Keras layer (see `RecurrentLayer`); no bias means zeros.
  ///
  /// - Precondition: the counts are those of the sizes.
  init(
    keras cell: CellType, inputSize: Int, hiddenSize: Int, input: StoredNumbers, recurrent: StoredNumbers,
    bias: StoredNumbers?, gateActivation: Activation? = nil, activation: Activation? = nil
  ) {
    (self.cell, self.inputSize, self.hiddenSize) = (cell, inputSize, hiddenSize)
    (self.gateActivation, self.activation) = (gateActivation, activation)
    weights = .keras(input: input, recurrent: recurrent, bias: bias)
  }

  /// The layer, every weight rounded to the nearest where the file has wider ones.
  public func layer<Scalar: NetworkScalar>(in: Scalar.Type = Double.self) -> RecurrentLayer<Scalar> {
    let columns = cell.gateCount * hiddenSize
    switch weights {
    case .pytorch(let input, let recurrent, let biases):
      let (first, second) = pytorchBiases(biases)
      return RecurrentLayer(
        pytorch: cell, inputSize: inputSize, hiddenSize: hiddenSize, biasIH: first, biasHH: second,
        weightIH: { input.read(from: $0 * inputSize, to: $1) },
        weightHH: { recurrent.read(from: $0 * hiddenSize, to: $1) }, activation: activation)
    case .keras(let input, let recurrent, let bias):
      let zeros = [Scalar](repeating: 0, count: cell.kerasBiasShape(columns: columns).reduce(1, *))
      return RecurrentLayer(
        keras: cell, inputSize: inputSize, hiddenSize: hiddenSize, kernel: input.values(),
        recurrentKernel: recurrent.values(), bias: bias?.values() ?? zeros,
        gateActivation: gateActivation, activation: activation)
    case .whole(let layer):
      return RecurrentLayer(rounding: layer)
    }
  }

  /// Whether float32 holds the kernels exactly.
  var hasNarrowKernels: Bool {
    switch weights {
    case .pytorch(let input, let recurrent, _), .keras(let input, let recurrent, _):
      [input, recurrent].allSatisfy { $0.type != .float64 }
    case .whole(let layer):
      [layer.inputKernel, layer.recurrentKernel, layer.variation.peepholes].allSatisfy {
        $0.allSatisfy { Double(Float($0)) == $0 }
      }
    }
  }

  /// Bias and recurrent bias of the layer, exact: what PyTorch keeps as two numbers of float32 may be none as a sum.
  var biases: [[Double]] {
    switch weights {
    case .pytorch(_, _, let biases):
      let (first, second) = pytorchBiases(biases)
      let (bias, recurrentBias) = cell.biases(pytorch: first, second, hiddenSize: hiddenSize)
      return [bias, recurrentBias]
    case .keras(_, _, let bias):
      let columns = cell.gateCount * hiddenSize
      let values =
        bias?.values() ?? [Double](repeating: 0, count: cell.kerasBiasShape(columns: columns).reduce(1, *))
      return [Array(values.prefix(columns)), Array(values.dropFirst(columns))]
    case .whole(let layer):
      return [layer.bias, layer.recurrentBias]
    }
  }

  private func pytorchBiases(_ biases: [StoredNumbers]) -> (input: [Double], recurrent: [Double]) {
    let zeros = [Double](repeating: 0, count: cell.gateCount * hiddenSize)
    return biases.isEmpty ? (zeros, zeros) : (biases[0].values(), biases[1].values())
  }
}

/// Little-endian numbers as they stand in a file, all of them finite.
struct StoredNumbers: Equatable, Sendable {
  let type: StoredNumber
  private let bytes: ArraySlice<UInt8>

  /// - Parameter bytes: those that make no whole number are left out.
  /// - Throws: `notFinite` for NaN and infinity: no weight is either.
  init(_ type: StoredNumber, in bytes: ArraySlice<UInt8>) throws(NetworkFileProblem) {
    self.type = type
    self.bytes = bytes.prefix(bytes.count / type.size * type.size)
    if let index = firstNotFinite { throw .notFinite(index: index) }
  }

  /// Numbers that were computed from some of a file, as float64.
  ///
  /// - Throws: `notFinite`.
  init(_ numbers: [Double]) throws(NetworkFileProblem) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 * numbers.count)
    for number in numbers { withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 } }
    try self.init(.float64, in: bytes[...])
  }

  var count: Int { bytes.count / type.size }

  func values<Scalar: NetworkScalar>(in: Scalar.Type = Scalar.self) -> [Scalar] {
    Array(unsafeUninitializedCapacity: count) { place, filled in
      read(from: 0, to: UnsafeMutableBufferPointer(rebasing: place[..<count]))
      filled = count
    }
  }

  /// Fills a place with the numbers from number `first` on, each rounded to the nearest.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func read<Scalar: NetworkScalar>(from first: Int, to place: UnsafeMutableBufferPointer<Scalar>) {
    switch type {
    case .float16: fill(place, first) { Scalar(Float16(bitPattern: $0)) }
    case .bfloat16: fill(place, first) { Scalar(Float(bitPattern: UInt32($0 as UInt16) << 16)) }
    case .float32: fill(place, first) { Scalar(Float(bitPattern: $0)) }
    case .float64: fill(place, first) { Scalar(Double(bitPattern: $0)) }
    }
  }

  private func fill<Scalar: NetworkScalar, Bits: FixedWidthInteger & BitwiseCopyable>(
    _ place: UnsafeMutableBufferPointer<Scalar>, _ first: Int, _ number: (Bits) -> Scalar
  ) {
    bytes.withUnsafeBytes { bytes in
      let size = MemoryLayout<Bits>.size
      precondition(first >= 0 && (first + place.count) * size <= bytes.count)
      for index in 0..<place.count {
        let stored = bytes.loadUnaligned(fromByteOffset: (first + index) * size, as: Bits.self)
        place.initializeElement(at: index, to: number(Bits(littleEndian: stored)))
      }
    }
  }

  /// The first number whose exponent is all ones.
  private var firstNotFinite: Int? {
    switch type {
    case .float16: first(whereAllAreSet: 0x7C00 as UInt16)
    case .bfloat16: first(whereAllAreSet: 0x7F80 as UInt16)
    case .float32: first(whereAllAreSet: 0x7F80_0000 as UInt32)
    case .float64: first(whereAllAreSet: 0x7FF0_0000_0000_0000 as UInt64)
    }
  }

  private func first<Bits: FixedWidthInteger & BitwiseCopyable>(whereAllAreSet mask: Bits) -> Int? {
    bytes.withUnsafeBytes { bytes in
      let size = MemoryLayout<Bits>.size
      func isSet(_ index: Int) -> Bool {
        let stored = bytes.loadUnaligned(fromByteOffset: index * size, as: Bits.self)
        return Bits(littleEndian: stored) & mask == mask
      }
      // Whole stretches first: a loop without a way out is done several numbers at a time.
      for start in stride(from: 0, to: count, by: 4_096) {
        let stretch = start..<min(start + 4_096, count)
        var found = false
        for index in stretch { found = isSet(index) || found }
        if found { return stretch.first(where: isSet) }
      }
      return nil
    }
  }
}
