import RecurrentNetworks

/// The pair of input sequences of a divergence run: independent standard normals per step and input, the two
/// sequences with their own draws in the unique steps and the same after.
public struct DivergingInputs: Hashable, Sendable {
  /// Values per step.
  public let inputSize: Int
  let first: RandomStream
  /// Draws of the second sequence in the unique steps.
  let second: RandomStream

  /// - Parameters:
  ///   - inputSize: values per step, at least 1.
  ///   - stream: of which both sequences are pure functions.
  public init(inputSize: Int, stream: RandomStream) {
    self.init(inputSize: inputSize, first: stream.child(0), second: stream.child(1))
  }

  init(inputSize: Int, first: RandomStream, second: RandomStream) {
    self.inputSize = inputSize
    self.first = first
    self.second = second
  }
}
