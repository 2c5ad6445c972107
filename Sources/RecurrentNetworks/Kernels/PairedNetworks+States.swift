/// Where the two complete states of runs are looked at, or changed, between stretches.
extension PairedNetworks {
  /// The numbers of a state, of one layer after the other: h, then c where the cell has it.
  package func states(_ index: Int) -> (a: [[Scalar]], b: [[Scalar]]) {
    func side(_ side: PairedLayer<Scalar>.Side) -> [[Scalar]] {
      stack(index).layers.map { layer in
        layer.completeState(side)
      }
    }
    return (side(.a), side(.b))
  }

  /// The two hidden states of the last layer of run `index` after step `step` of the last stretch.
  ///
  /// - Precondition: that was of `tileSteps` at most, and longer.
  package func outputs(_ index: Int, after step: Int) -> (a: [Scalar], b: [Scalar]) {
    let layers = stack(index).layers
    func row(_ side: PairedLayer<Scalar>.Side) -> [Scalar] {
      layers[layers.count - 1].outputs(side, after: step)
    }
    return (row(.a), row(.b))
  }

  /// Appends the first sequence's hidden states of the last layer of run `index` after each step of the last stretch,
  /// row by row.
  ///
  /// - Precondition: that was of `tileSteps` at most.
  package func appendOutputs(_ index: Int, to rows: inout [Scalar]) {
    let stack = stack(index)
    precondition(stack.trace.steps <= stack.tile)
    stack.layers[stack.layers.count - 1].appendOutputs(steps: stack.trace.steps, to: &rows)
  }

  /// What is made of the outputs of run `index`.
  package func head(_ index: Int) -> NetworkHead? { stack(index).weights.head }

  /// Puts the second state of run `index` in another place, rounded to where there is one.
  ///
  /// - Parameter states: as `states` has them.
  package func setSecond(_ index: Int, _ states: [[Scalar]]) {
    for (layer, state) in zip(stack(index).layers, states) {
      layer.setState(.b, state.map { layer.weights.arithmetic.rounded(.storage, $0) })
    }
  }

  /// Takes run `index` up where its states were these: from there on its steps have the bits that they would have had.
  ///
  /// - Parameter states: what `states` told.
  package func resume(_ index: Int, _ states: (a: [[Scalar]], b: [[Scalar]])) {
    for (layer, (a, b)) in zip(stack(index).layers, zip(states.a, states.b)) {
      layer.setState(.a, a)
      layer.setState(.b, b)
    }
  }

  /// Steps of a tile of run `index`: of a stretch of no more than any run's every layer has a trace.
  package func tileSteps(_ index: Int) -> Int { stack(index).tile }

  /// Layers of run `index`.
  package func layerCount(_ index: Int) -> Int { stack(index).layers.count }

  /// How h of a layer, and its complete state, compared over the last stretch.
  ///
  /// - Precondition: that was of `tileSteps` at most.
  package func trace(_ index: Int, layer: Int) -> PairedTrace {
    let stack = stack(index)
    precondition(stack.trace.steps <= stack.tile)
    var trace = PairedTrace()
    trace.append([stack.layers[layer]], steps: stack.trace.steps)
    return trace
  }
}
