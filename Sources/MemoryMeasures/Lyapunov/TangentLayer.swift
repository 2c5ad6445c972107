import Foundation
import LinearAlgebra
import RecurrentNetworks

/// The state of a layer with some directions in which it may be displaced, all advanced step by step: the state by the
/// cell, the directions by the cell's Jacobian at the state, exactly.
///
/// Every cell has the same form. Of a displaced state only the products U h of the recurrent kernel see the displacement,
/// so that a direction (dh, dc) becomes, unit by unit,
///
///     dm' = keep · dm + Σ_g slope_g · (U_g dh)
///
/// where m is what the cell carries on, c of an LSTM and h of every other, and the slopes are those of m' by the gates'
/// pre-activations. Dashes on gates and candidates are derivatives by these:
///
/// | cell | keep | slopes |
/// |---|---|---|
/// | RNN, ESN: h' = (1 - a) h + a f | 1 - a | n: a f' |
/// | LSTM: c' = f c + i g | f | i: g i'; f: c f'; g: i g' |
/// | GRU, reset after: h' = z h + (1 - z) n | z | z: (h - n) z'; r: (1 - z) n' r' (U_n h + b'); n: (1 - z) n' r |
/// | GRU, reset before | z | z: (h - n) z'; n: (1 - z) n', of the product U_n (r dh + h r' (U_r dh)) |
///
/// An LSTM shows h' = o tanh(c'), so that dh' = o tanh'(c') dc' + tanh(c') o' (U_o dh). By peepholes p its gates see c,
/// which adds c f' p_f + g i' p_i to what is kept, and c', which adds tanh(c') o' p_o to o tanh'(c'). A pre-activation
/// that is clipped has no slope.
///
/// Inputs that are displaced by dx add W_g dx to the products U_g dh, but for a candidate whose product with the state
/// the reset gate scales: there they count with (1 - z) n'.
///
/// State and directions stand side by side as the columns of one matrix: a step is one product with the kernel, and two
/// with the reset gate before the product, by the engine's kernels: with few directions these take half as long as BLAS.
struct TangentLayer {
  private let layer: RecurrentLayer<Double>
  /// Wᵀ, gates x inputs.
  private let inputKernel: Matrix
  /// Of the input projections, with what recurrent biases add to them.
  private let bias: [Double]
  /// By what the input, forget and output gates of an LSTM see a cell state, unit by unit; zeros where they do not.
  private let peepholes: (input: [Double], forget: [Double], output: [Double])
  /// The state and, behind it, the directions: h above c, state size x (1 + n).
  var columns: Matrix
  /// U times the columns of h.
  private var products: StateProducts
  /// Of the coming step, unit by unit: keep, the slopes of every gate, and o tanh'(c') of an LSTM, or (1 - z) n' of a GRU
  /// with the reset after the product.
  private var keep: [Double]
  private var slopes: [Double]
  private var shown: [Double]
  /// Of the last step, unit by unit: ln of what the gate that keeps the state left of it; NaN where there is none.
  private(set) var keptLogarithms: [Double]

  /// Starts from zero state, without directions.
  ///
  /// - Parameter path: kernels to run on. All give the same bits.
  init(_ layer: RecurrentLayer<Double>, path: SIMDPath = .best) {
    let (units, gates) = (layer.hiddenSize, layer.cell.gateCount * layer.hiddenSize)
    self.layer = layer
    inputKernel = Matrix(rows: gates, columns: layer.inputSize, elements: layer.inputKernel)
    var bias = layer.bias
    // The candidate's stays with its product, which the reset gate scales.
    for gate in layer.recurrentBias.indices.prefix(2 * units) { bias[gate] += layer.recurrentBias[gate] }
    self.bias = bias
    columns = Matrix(rows: layer.cell.hasCellState ? 2 * units : units, columns: 1)
    products = StateProducts(layer, columns: 1, path: path)
    func peepholes(_ gate: Gate) -> [Double] {
      (0..<units).map { layer.variation.peephole(gate, unit: $0) ?? 0 }
    }
    self.peepholes = (peepholes(.input), peepholes(.forget), peepholes(.output))
    keep = Array(repeating: 0, count: units)
    slopes = Array(repeating: 0, count: gates)
    shown = keep
    keptLogarithms = Array(repeating: layer.leakRate < 1 ? log1p(-layer.leakRate) : .nan, count: units)
  }

  /// Numbers of the state: h, and c of an LSTM.
  var stateSize: Int { columns.rows }

  /// Multiply-adds of a step, about.
  var work: Int { inputKernel.elements.count + columns.columns * layer.hiddenSize * bias.count }

  /// The hidden state.
  var output: [Double] { Array(columns.column(0).prefix(layer.hiddenSize)) }

  /// The state itself.
  var state: [Double] {
    get { Array(columns.column(0)) }
    set { columns.elements.replaceSubrange(0..<stateSize, with: newValue) }
  }

  /// Whether no number of the state is infinite or NaN.
  var isFinite: Bool { columns.column(0).allSatisfy(\.isFinite) }

  /// The directions, state size x n.
  var directions: Matrix {
    get {
      Matrix(
        rows: stateSize, columns: columns.columns - 1, elements: Array(columns.elements.dropFirst(stateSize)))
    }
    set {
      precondition(newValue.rows == stateSize)
      columns = Matrix(
        rows: stateSize, columns: 1 + newValue.columns, elements: columns.column(0) + newValue.elements)
      products.resize(columns: columns.columns)
    }
  }

  /// What the directions are of the hidden state, units x n.
  var outputDirections: Matrix {
    Matrix(
      rows: layer.hiddenSize, columns: columns.columns - 1,
      elements: (1..<columns.columns).flatMap { columns.column($0).prefix(layer.hiddenSize) })
  }

  // MARK: A step

  /// Advances the state, and the directions by the Jacobian at it.
  ///
  /// - Parameters:
  ///   - input: input-size values.
  ///   - change: what the directions are of the input, input size x n; nil, the default, if it is the same in all.
  mutating func step(_ input: [Double], change: Matrix? = nil) {
    products.multiply(columns.elements)
    let (gates, units) = (bias.count, layer.hiddenSize)
    let candidate = layer.cell.reset == nil ? gates..<gates : 2 * units..<gates
    let driven = change.map { change in
      var driven = Matrix(rows: gates, columns: change.columns)
      driven.add(inputKernel, rows: 0..<gates, transposed: false, times: change)
      return driven
    }
    driven.map { addToProducts($0, 0..<candidate.lowerBound) }
    var sums = Matrix(rows: bias.count, columns: 1, elements: bias)
    sums.add(
      inputKernel, rows: 0..<bias.count, transposed: false,
      times: Matrix(rows: input.count, columns: 1, elements: input))
    let state = nextState(sums.elements)
    if layer.cell.reset == .beforeProduct { driven.map { addToProducts($0, candidate) } }
    products.advance(&columns.elements, keep: keep, slopes: slopes, shown: shown)
    if let driven, layer.cell.reset == .afterProduct {
      for column in 1..<columns.columns {
        for unit in 0..<units { columns[unit, column] += shown[unit] * driven[2 * units + unit, column - 1] }
      }
    }
    for (place, value) in (state.hidden + state.cell).enumerated() { columns[place, 0] = value }
  }

  /// Adds what inputs that are displaced make of pre-activations.
  private func addToProducts(_ driven: Matrix, _ rows: Range<Int>) {
    for column in 0..<driven.columns {
      for row in rows {
        products[row / layer.hiddenSize, row % layer.hiddenSize, column + 1] += driven[row, column]
      }
    }
  }

  /// The state after the step; sets what the directions go by.
  ///
  /// - Parameter sums: the input projections, with their biases.
  private mutating func nextState(_ sums: [Double]) -> (hidden: [Double], cell: [Double]) {
    let units = layer.hiddenSize
    var (hidden, cell) = (output, [Double]())
    func sum(_ gate: Int, _ unit: Int) -> Double {
      sums[gate * units + unit] + products[gate, unit, 0]
    }
    let (clip, activation, couples) = (layer.variation.clip, layer.activation, layer.variation.couplesGates)
    let (gateActivation, cellStateActivation) = (layer.gateActivation, layer.cellStateActivation)
    func gate(_ gate: Int, _ unit: Int, seeing state: Double = 0) -> Response {
      Response(gateActivation, at: sum(gate, unit) + state, clip: clip)
    }
    switch layer.cell {
    case .rnn, .esn:
      let rate = layer.leakRate
      for unit in 0..<units {
        let new = Response(activation, at: sum(0, unit), clip: clip)
        (keep[unit], slopes[unit]) = (1 - rate, rate * new.slope)
        hidden[unit] = rate == 1 ? new.value : (1 - rate) * hidden[unit] + rate * new.value
      }
    case .lstm:
      cell = Array(columns.column(0).dropFirst(units))
      for unit in 0..<units {
        let i = gate(0, unit, seeing: peepholes.input[unit] * cell[unit])
        let f = couples ? i.coupled : gate(1, unit, seeing: peepholes.forget[unit] * cell[unit])
        let g = Response(activation, at: sum(2, unit), clip: clip)
        slopes[unit] = (g.value - (couples ? cell[unit] : 0)) * i.slope
        slopes[units + unit] = cell[unit] * f.slope
        slopes[2 * units + unit] = i.value * g.slope
        keep[unit] =
          f.value + slopes[unit] * peepholes.input[unit] + slopes[units + unit] * peepholes.forget[unit]
        keptLogarithms[unit] = f.logarithm
        cell[unit] = f.value * cell[unit] + i.value * g.value
        let o = gate(3, unit, seeing: peepholes.output[unit] * cell[unit])
        let squashed = Response(cellStateActivation, at: cell[unit])
        slopes[3 * units + unit] = squashed.value * o.slope
        shown[unit] =
          o.value * squashed.slope + slopes[3 * units + unit] * peepholes.output[unit]
        hidden[unit] = o.value * squashed.value
      }
    case .gru:
      for unit in 0..<units {
        let (z, r) = (gate(0, unit), gate(1, unit))
        let product = products[2, unit, 0] + layer.recurrentBias[2 * units + unit]
        let n = Response(activation, at: sums[2 * units + unit] + r.value * product, clip: clip)
        slopes[units + unit] = z.rest * n.slope * r.slope * product
        slopes[2 * units + unit] = z.rest * n.slope * r.value
        shown[unit] = z.rest * n.slope
        hidden[unit] = mix(z, n, hidden[unit], unit)
      }
    case .gruResetBefore:
      reset((0..<units).map { gate(1, $0) })
      for unit in 0..<units {
        let (z, n) = (gate(0, unit), Response(activation, at: sum(2, unit), clip: clip))
        slopes[2 * units + unit] = z.rest * n.slope
        hidden[unit] = mix(z, n, hidden[unit], unit)
      }
    }
    return (hidden, cell)
  }

  /// h' of a unit of a GRU; sets what follows from the update gate alone.
  private mutating func mix(_ z: Response, _ n: Response, _ hidden: Double, _ unit: Int) -> Double {
    (keep[unit], keptLogarithms[unit]) = (z.value, z.logarithm)
    slopes[unit] = (hidden - n.value) * z.slope
    return z.value * hidden + z.rest * n.value
  }

  /// Makes the candidate's products those with r h, and with what it becomes in every direction.
  private func reset(_ r: [Response]) {
    let units = layer.hiddenSize
    var inner = columns
    for column in 0..<inner.columns {
      for unit in 0..<units {
        inner[unit, column] *= r[unit].value
        guard column > 0 else { continue }
        inner[unit, column] += columns[unit, 0] * r[unit].slope * products[1, unit, column]
      }
    }
    products.multiplyCandidate(inner.elements)
  }
}
