/// The keys of experiment files: the long options of the command line.
enum ExperimentKey: String, CaseIterable {
  case cells
  case hiddenSizes = "hidden-sizes"
  case inputSizes = "input-sizes"
  case layers
  case repeats
  case network
  case layer
  case layersFrom = "layers-from"
  case inputs
  case pairs
  case against
  case twins
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
  case saveNetworks = "save-networks"
  case inputDistribution = "input-distribution"
  case inputScale = "input-scale"
  case washout
  case trainingSteps = "training-steps"
  case testSteps = "test-steps"
  case maximumDelay = "maximum-delay"
  case ridge
  case surrogates
  case readoutInput = "readout-input"
  case output
  case jobs
  case shard
  case force
  case quiet
  case failFast = "fail-fast"
}
