import RecurrentNetworks

/// Pairs of sequences through one network: the outputs of both at the steps where the answer is read.
///
/// Every sequence is a pure function of its stream: standard normals, of which the very first is multiplied by
/// the magnitude.
struct RecallSession<Scalar: NetworkScalar> {
  /// One sequence's first input and its outputs at the steps.
  struct Sequence: Sendable {
    var firstInput: Double
    var outputs: [[Scalar]]
  }

  private let network: RecurrentNetwork<Scalar>
  private let steps: [Int]
  private let path: SIMDPath

  init(_ network: RecurrentNetwork<Scalar>, steps: [Int], path: SIMDPath) {
    self.network = network
    self.steps = steps
    self.path = path
  }

  /// - Throws: `RecallError.outputNotFinite`.
  func run(_ a: RandomStream, _ b: RandomStream, magnitude: Double) throws(RecallError) -> [Sequence] {
    let inputs = InputPair<Scalar>(
      inputSize: network.inputSize, capacity: Self.stretchSteps(inputSize: network.inputSize), path: path)
    let engine = PairedNetworks([network], capacity: inputs.capacity, path: path)
    // The first step alone, for its scaled input.
    inputs.draw(steps: 0..<1, a: a, b: b)
    var (first, second) = (inputs.first(step: 0), inputs.second(step: 0))
    first[0] *= Scalar(magnitude)
    second[0] *= Scalar(magnitude)
    inputs.set(first, second: second)
    engine.advance(inputs)
    var sequences = [first[0], second[0]].map { Sequence(firstInput: Double($0), outputs: []) }

    var step = 1
    for target in steps {
      while step < target {
        let range = step..<min(step + inputs.capacity, target)
        inputs.draw(steps: range, a: a, b: b)
        engine.advance(inputs)
        step = range.upperBound
      }
      let outputs = engine.outputs(0)
      guard (outputs.a + outputs.b).allSatisfy({ $0.isFinite }) else { throw .outputNotFinite(step: step) }
      sequences[0].outputs.append(outputs.a)
      sequences[1].outputs.append(outputs.b)
    }
    return sequences
  }

  /// As many as keep the inputs within a part of the L2 cache.
  private static func stretchSteps(inputSize: Int) -> Int {
    min(max(262_144 / (MemoryLayout<Scalar>.stride * inputSize), 64), 512)
  }
}
