import MemoryMeasures
import RecurrentNetworks

extension DivergencePlan {
  /// Where the weights of a run's network are drawn from: its own for every run.
  func networkStream(_ run: RunCoordinates) -> RandomStream {
    RandomStream(seed: seed).child(
      StreamRole.network.rawValue, run.cell.streamCode, UInt64(run.layers), UInt64(run.hiddenSize),
      UInt64(run.inputSize), UInt64(run.repeatIndex))
  }

  /// The input sequences of all runs of this input size and repeat. Whatever the cell, depth and hidden size,
  /// they are fed the same pair, so that no difference between grid cells is due to different inputs.
  func inputs(inputSize: Int, repeatIndex: Int) -> DivergingInputs {
    let stream = RandomStream(seed: seed).child(
      StreamRole.inputs.rawValue, UInt64(inputSize), UInt64(repeatIndex))
    return DivergingInputs(inputSize: inputSize, stream: stream)
  }
}
