/// What an experiment file is for: which keys it may have.
public enum ExperimentPurpose: Sendable {
  /// A divergence sweep over a grid or over given networks, or a comparison.
  case divergence
  case memorization
  case capacity

  var keys: [ExperimentKey] {
    switch self {
    case .divergence:
      [
        .cells, .hiddenSizes, .inputSizes, .layers, .repeats, .network, .layer, .layersFrom, .inputs, .pairs,
        .against, .twins, .seed, .initializer, .gain, .forgetBias, .spectralRadius, .density, .leakRate,
        .inputScaling, .biasScaling, .activation, .precision, .totalSteps, .uniqueSteps,
        .thresholds, .curves,
      ] + Self.running
    case .memorization:
      [
        .cells, .hiddenSizes, .layers, .positions, .repeats, .seed, .initializer, .gain, .forgetBias, .length,
        .lengthPer, .epochs, .updatesPerEpoch, .batchSize, .learningRate, .truncate, .evaluationSequences,
        .learnedBelow, .curves, .saveNetworks,
      ] + Self.running
    case .capacity:
      [
        .cells, .hiddenSizes, .layers, .network, .layer, .layersFrom, .repeats, .seed, .initializer, .gain,
        .forgetBias, .spectralRadius, .density, .leakRate, .inputScaling, .biasScaling, .activation,
        .precision, .inputDistribution, .inputScale, .washout, .trainingSteps, .testSteps, .maximumDelay,
        .ridge, .surrogates, .readoutInput,
      ] + Self.running
    }
  }

  /// How a sweep is carried out and where its results go.
  private static let running: [ExperimentKey] = [.output, .jobs, .shard, .force, .quiet, .failFast]
}
