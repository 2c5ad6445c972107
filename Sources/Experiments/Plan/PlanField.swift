/// What plans are made of. The raw values are the options of the command line and the keys of experiment files,
/// but for the arithmetic revision, which the program itself sets.
public enum PlanField: String, Hashable, Sendable {
  case arithmeticRevision = "arithmetic-revision"
  case cells
  case layers
  case hiddenSizes = "hidden-sizes"
  case inputSizes = "input-sizes"
  case repeats
  case seed
  case initializer
  case gain
  case forgetBias = "forget-bias"
  case spectralRadius = "spectral-radius"
  case density
  case leakRate = "leak-rate"
  case inputScaling = "input-scaling"
  case biasScaling = "bias-scaling"
  case activation
  case precision
  case totalSteps = "total-steps"
  case uniqueSteps = "unique-steps"
  case thresholds
  case curves
  /// The given networks: their names and weights.
  case networks = "network"
  case pairs
  case twinKinds = "against"
  case twins
  case inputs
  case positions
  case length
  case lengthPer = "length-per"
  case epochs
  case updatesPerEpoch = "updates-per-epoch"
  case batchSize = "batch-size"
  case learningRate = "learning-rate"
  case truncate
  case evaluationSequences = "evaluation-sequences"
  case learnedBelow = "learned-below"
  case inputDistribution = "input-distribution"
  case inputScale = "input-scale"
  case washout
  case trainingSteps = "training-steps"
  case testSteps = "test-steps"
  case maximumDelay = "maximum-delay"
  case ridge
  case surrogates
  case readoutInput = "readout-input"
}
