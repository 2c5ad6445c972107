import CKernels

/// The products of a layer's recurrent kernel with states that stand side by side, as the engine multiplies: every sum in
/// one order, on whatever processor.
///
/// The columns are states of S numbers, of which the first H are the hidden ones: U h is G gates x H units of each.
package struct StateProducts {
  /// n.
  package private(set) var columns: Int
  private let functions: ck_functions
  private let units: Int
  private let gates: Int
  private let stateSize: Int
  /// [B][H][G][L], with zeros for biases, [B][G][L].
  private let kernel: AlignedBuffer<Double>
  private let zeros: AlignedBuffer<Double>
  /// Those of the last gate alone, [B][H][1][L], where it acts on what a reset gate leaves of the states.
  private let candidateKernel: AlignedBuffer<Double>?
  /// [n][B][G][L], and of the candidate alone [n][B][1][L].
  private var products: AlignedBuffer<Double>
  private var candidates: AlignedBuffer<Double>

  private static var lanes: Int { PackedLayer<Double>.lanes }

  /// - Parameters:
  ///   - columns: n.
  ///   - path: kernels to run on. All give the same bits.
  package init(_ layer: RecurrentLayer<Double>, columns: Int, path: SIMDPath = .best) {
    (units, gates) = (layer.hiddenSize, layer.cell.gateCount)
    stateSize = (layer.cell.hasCellState ? 2 : 1) * units
    self.columns = columns
    functions = path.functions
    func pack(_ chosen: Range<Int>) -> AlignedBuffer<Double> {
      PackedLayer.pack(
        layer.recurrentKernel, rows: layer.hiddenSize, columnGates: layer.cell.gateCount, gates: chosen,
        hiddenSize: layer.hiddenSize)
    }
    kernel = pack(0..<gates)
    candidateKernel = layer.cell.reset == .beforeProduct ? pack(gates - 1..<gates) : nil
    let row = PackedLayer<Double>.blocks(for: units) * Self.lanes
    zeros = AlignedBuffer(count: row * gates)
    products = AlignedBuffer(count: columns * row * gates)
    candidates = AlignedBuffer(count: candidateKernel == nil ? 0 : columns * row)
  }

  private var blocks: Int { PackedLayer<Double>.blocks(for: units) }

  /// Makes room for other columns.
  package mutating func resize(columns: Int) {
    self.columns = columns
    products = AlignedBuffer(count: columns * zeros.count)
    candidates = AlignedBuffer(count: candidateKernel == nil ? 0 : columns * zeros.count / gates)
  }

  /// U h of a gate and a unit, of a column.
  package subscript(gate: Int, unit: Int, column: Int) -> Double {
    get { products[place(gate, unit, column)] }
    nonmutating set { products[place(gate, unit, column)] = newValue }
  }

  private func place(_ gate: Int, _ unit: Int, _ column: Int) -> Int {
    column * zeros.count + (unit / Self.lanes * gates + gate) * Self.lanes + unit % Self.lanes
  }

  /// Takes the products with these states, S x n, column by column.
  package func multiply(_ states: [Double]) {
    multiply(states, kernel, gates: gates, into: products)
  }

  /// Takes the candidate's anew, with what a reset gate left of the states.
  package func multiplyCandidate(_ states: [Double]) {
    guard let candidateKernel else { return }
    multiply(states, candidateKernel, gates: 1, into: candidates)
    for column in 0..<columns {
      for unit in 0..<units {
        self[gates - 1, unit, column] = candidates[column * blocks * Self.lanes + unit]
      }
    }
  }

  private func multiply(
    _ states: [Double], _ kernel: AlignedBuffer<Double>, gates: Int, into products: AlignedBuffer<Double>
  ) {
    precondition(states.count == stateSize * columns)
    var projection = ck_projection(
      kernel: kernel.base, bias: zeros.base, input_size: units, hidden_size: units, gates: gates,
      stride: stateSize, rounding: Arithmetic(.float64).kernel)
    states.withUnsafeBufferPointer { states in
      var sequence = ck_sequence(inputs: states.baseAddress, projection: products.base)
      functions.float64.project(
        &projection, &sequence, 1, columns, ck_share(part: 0, parts: 1, barrier: nil))
    }
  }

  /// Advances the columns behind the first, directions, by the Jacobian of a step: those of what a unit carries on become
  /// `keep` times themselves and `slopes` times the product of every gate, those of what an LSTM shows of it follow.
  ///
  /// - Parameters:
  ///   - states: S x n.
  ///   - keep: H.
  ///   - slopes: by every gate, G x H.
  ///   - shown: of an LSTM, of c' in h', H.
  package func advance(_ states: inout [Double], keep: [Double], slopes: [Double], shown: [Double]) {
    precondition(states.count == stateSize * columns && keep.count == units && shown.count == units)
    precondition(slopes.count == gates * units)
    let shows = stateSize > units
    states.withUnsafeMutableBufferPointer { states in
      keep.withUnsafeBufferPointer { keep in
        slopes.withUnsafeBufferPointer { slopes in
          shown.withUnsafeBufferPointer { shown in
            var it = ck_turn(
              hidden_size: units, gates: gates - (shows ? 1 : 0), keep: keep.baseAddress,
              slopes: slopes.baseAddress, shown: shows ? shown.baseAddress : nil)
            functions.turn(
              &it, states.baseAddress.map { $0 + stateSize }, products.base + zeros.count, columns - 1)
          }
        }
      }
    }
  }
}
