/// Plain training: gradients one sequence, one step, one unit at a time, as the chain rule reads.
///
/// It is the twin against which `NetworkTrainer` is tested, and the place to look up what that computes. The
/// network's answer is the sum of its outputs (the last layer's hidden state) after the last step; the loss
/// is the mean of |target - answer| over the sequences that have a target. Its derivative where the two are
/// equal is taken to be 0.
///
/// Backpropagation through time (Werbos 1990) goes back over the last `truncation` steps, in all layers; the
/// states before those steps are taken as constants.
enum ReferenceTraining<Scalar: NetworkScalar> {
  /// - Parameters:
  ///   - sequences: of any lengths.
  ///   - truncation: at least 1; nil: the whole sequence.
  /// - Returns: the loss and its derivatives, a value per layer; a NaN and zeros if no sequence has a target.
  static func gradients(
    _ network: RecurrentNetwork<Scalar>, _ sequences: [TrainingSequence<Scalar>], truncation: Int? = nil
  ) -> (loss: Scalar, layers: [LayerGradients<Scalar>]) {
    var gradients = network.layers.map { LayerGradients($0) }
    var loss = Scalar(0)
    let count = Scalar(sequences.count { $0.target != nil })
    for sequence in sequences {
      guard let target = sequence.target else { continue }
      let tape = forward(network, sequence.inputs)
      let error = tape.answer - target
      loss += abs(error)
      let slope = (error > 0 ? 1 : error < 0 ? -1 : 0) / count
      backward(network, tape, slope: slope, truncation: truncation ?? sequence.inputs.count, &gradients)
    }
    return (loss / count, gradients)
  }

  /// One step of gradient descent: every weight less `learningRate` times its derivative.
  ///
  /// As in PyTorch, every cell has two biases. Where a layer stores them as one, because they only ever act
  /// as a sum, both have its derivative, and the sum moves by twice as much.
  static func descend(
    _ network: RecurrentNetwork<Scalar>, _ gradients: [LayerGradients<Scalar>], learningRate: Scalar
  ) -> RecurrentNetwork<Scalar> {
    RecurrentNetwork(
      layers: zip(network.layers, gradients).map { layer, gradients in
        func moved(_ weights: [Scalar], _ slopes: [Scalar], _ rate: Scalar) -> [Scalar] {
          zip(weights, slopes).map { $0.addingProduct(-rate, $1) }
        }
        let biasRate = layer.cell.hasRecurrentBias ? learningRate : 2 * learningRate
        return RecurrentLayer(
          cell: layer.cell, inputSize: layer.inputSize, hiddenSize: layer.hiddenSize,
          inputKernel: moved(layer.inputKernel, gradients.inputKernel, learningRate),
          recurrentKernel: moved(layer.recurrentKernel, gradients.recurrentKernel, learningRate),
          bias: moved(layer.bias, gradients.bias, biasRate),
          recurrentBias: moved(layer.recurrentBias, gradients.recurrentBias, learningRate),
          leakRate: layer.leakRate, activation: layer.activation)
      })
  }

  /// What the forward pass left: [step][layer], states after the step, beginning with the zero state.
  private struct Tape {
    var inputs: [[Scalar]]
    var states: [[ReferenceCell<Scalar>.State]]
    var answer: Scalar

    func input(_ step: Int, _ layer: Int) -> [Scalar] {
      layer == 0 ? inputs[step] : states[step + 1][layer - 1].hidden
    }
  }

  private static func forward(_ network: RecurrentNetwork<Scalar>, _ inputs: [[Scalar]]) -> Tape {
    var pass = ReferenceForwardPass(network)
    var tape = Tape(inputs: inputs, states: [pass.states], answer: 0)
    for input in inputs {
      tape.answer = pass.step(input).reduce(0, +)
      tape.states.append(pass.states)
    }
    return tape
  }

  private static func backward(
    _ network: RecurrentNetwork<Scalar>, _ tape: Tape, slope: Scalar, truncation: Int,
    _ gradients: inout [LayerGradients<Scalar>]
  ) {
    // Of every layer, the derivatives with respect to its state after the step that is worked on.
    var slopes = tape.states[0]
    let last = network.layers.count - 1
    slopes[last].hidden = slopes[last].hidden.map { _ in slope }
    for step in tape.inputs.indices.suffix(truncation).reversed() {
      for layer in network.layers.indices.reversed() {
        let back = ReferenceCell.backward(
          network.layers[layer], input: tape.input(step, layer), before: tape.states[step][layer],
          after: tape.states[step + 1][layer], slopes: slopes[layer], &gradients[layer])
        slopes[layer] = back.before
        if layer > 0 {
          slopes[layer - 1].hidden = zip(slopes[layer - 1].hidden, back.input).map { $0 + $1 }
        }
      }
    }
  }
}
