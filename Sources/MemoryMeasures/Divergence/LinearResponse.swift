import LinearAlgebra
import RecurrentNetworks

/// How strongly outputs answer to a change that is so slight that they answer in proportion: the derivative of the output
/// h, or of what a head makes of it, along the network's way under the first sequence, by the length s of the change of
/// inputs or state,
///
///     r(k) = max_j |dh_j(k) / ds|,   k shared steps later.
///
/// With one changed input x_i of one step these are the largest absolute derivatives of the outputs by x_i; with several
/// numbers changed, by the distance along the change, in the Euclidean norm. A small change of length s leaves a difference
/// of s r(k), as long as that is small beside the curvature of the activations, and above their rounding.
///
/// Forwards, by the exact Jacobians of `TangentLayer`, in float64, whatever the weights and inputs are rounded to.
struct LinearResponse {
  /// r(0) ... r(H); r(0) at the last perturbed step, or of a perturbed state itself. From where float64 overflows on,
  /// infinity.
  let values: [Double]

  /// Share of the largest response below which little is left of it.
  static let share = 0.01

  /// Follows a network through the steps of a span.
  ///
  /// - Parameters:
  ///   - readsHead: whether outputs are those of its head, if it has one.
  ///   - inputs: whose first sequence it reads, and whose second says in which direction to change what.
  ///   - isCancelled: asked at every step.
  static func follow<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, readsHead: Bool, inputs: DivergingInputs, span: RunSpan,
    path: SIMDPath, isCancelled: () -> Bool
  ) throws(CancellationError) -> LinearResponse {
    var layers = RecurrentNetwork<Double>(rounding: network).layers.map { TangentLayer($0) }
    let stretch = InputPair<Scalar>(
      inputSize: inputs.inputSize, path: path, arithmetic: network.arithmetic)
    let changes = inputs.changes(in: span, network.arithmetic, as: Scalar.self, path: path)
    let length = Self.length(changes.joined())
    let head = readsHead ? network.head : nil
    var values: [Double] = []
    var step = 0
    while step < span.end {
      if step == span.differing.lowerBound {
        begin(&layers, changesState: changes.isEmpty, inputs: inputs, place: step)
      }
      if step == span.firstShared { values.append(response(layers, head)) }
      let kind = span.stretch(from: step)
      inputs.read(
        steps: step..<min(step + stretch.capacity, kind.upperBound), of: span, into: stretch)
      for place in 0..<stretch.steps {
        if isCancelled() { throw CancellationError() }
        let number = step + place - span.differing.lowerBound
        var change =
          changes.indices.contains(number)
          ? Matrix(columns: [changes[number].map { $0 / length }]) : nil
        var signal = stretch.first(step: place).map { Double($0) }
        for index in layers.indices {
          // A layer whose directions have begun hears of those of the layer below.
          layers[index].step(signal, change: change)
          signal = layers[index].output
          change = step + place >= span.differing.lowerBound ? layers[index].outputDirections : nil
        }
        if step + place >= span.firstShared { values.append(response(layers, head)) }
      }
      step += stretch.steps
      guard let last = values.last, last == 0 || !last.isFinite else { continue }
      let isOver = layers.allSatisfy { $0.directions.elements.allSatisfy { $0 == 0 } }
      guard isOver || !last.isFinite else { continue }
      values += Array(repeating: isOver ? 0 : .infinity, count: span.end - step)
      break
    }
    return LinearResponse(values: values.map { $0.isNaN ? .infinity : $0 })
  }

  /// Sets the first direction: none where inputs are to be displaced, else that of the state.
  private static func begin(
    _ layers: inout [TangentLayer], changesState: Bool, inputs: DivergingInputs, place: Int
  ) {
    var directions = layers.map { [Double](repeating: 0, count: $0.stateSize) }
    if changesState {
      let drawn = inputs.secondStates(sizes: layers.map(\.stateSize), place: place)
      directions = zip(layers, drawn).map { layer, drawn in zip(layer.state, drawn).map { $1 - $0 } }
      let length = length(directions.joined())
      directions = directions.map { $0.map { $0 / length } }
    }
    for index in layers.indices { layers[index].directions = Matrix(columns: [directions[index]]) }
  }

  private static func response(_ layers: [TangentLayer], _ head: NetworkHead?) -> Double {
    guard let last = layers.last else { return 0 }
    let direction = last.outputDirections.elements
    let read = head?.derivative(at: last.output, along: direction) ?? direction
    return read.reduce(0) { $1.isNaN ? .infinity : max($0, abs($1)) }
  }

  /// In the Euclidean norm.
  static func length(_ numbers: some Sequence<Double>) -> Double {
    numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  // MARK: Summing up

  var largest: Double { values.max() ?? 0 }

  /// The first shared step from which the response stays within a hundredth of its largest.
  ///
  /// - Parameter dwell: shared steps for which it has to have held, unless nothing is left.
  func steps(dwell: Int) -> CensoredSteps {
    let (horizon, limit) = (values.count - 1, Self.share * largest)
    let last = values.lastIndex { $0 > limit } ?? 0
    return CensoredSteps(
      steps: min(last + 1, horizon),
      reached: horizon - last >= dwell || (last < horizon && values[(last + 1)...].allSatisfy { $0 == 0 }))
  }
}

extension DivergingInputs {
  /// The states that a second one is drawn to be, layer by layer: uniform on ±1, as the states of usual units are.
  ///
  /// - Parameter place: the step before which it is taken: each has its own.
  func secondStates(sizes: [Int], place: Int) -> [[Double]] {
    sizes.enumerated().map { layer, size in
      second.child(UInt64(place), UInt64(layer)).uniforms(size).map { 2 * $0 - 1 }
    }
  }
}
