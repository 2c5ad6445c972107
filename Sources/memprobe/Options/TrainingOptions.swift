import ArgumentParser
import Experiments
import MemoryMeasures

/// The task and how networks are trained on it. Nil where the command line says nothing.
struct TrainingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Inputs per sequence: 10-15 draws a length for every minibatch, 10 fixes it. \
      (default: \(text(MemorizationSettings.standard.lengths)))
      """, valueName: "n-m"),
    transform: OptionValue.span)
  var length: NumberSpan?

  @Option(
    help: ArgumentHelp(
      """
      What a length is drawn for: \(OptionDefault.list(LengthDraw.allCases)). \
      (default: \(MemorizationSettings.standard.lengthDraw.rawValue))
      """, valueName: "name"),
    transform: OptionValue.lengthDraw)
  var lengthPer: LengthDraw?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Epochs of training. (default: \(MemorizationSettings.standard.epochs))", valueName: "n"),
    transform: OptionValue.wholeNumber)
  var epochs: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Minibatches of an epoch, each fresh and one update. \
      (default: \(MemorizationSettings.standard.updatesPerEpoch))
      """, valueName: "n"),
    transform: OptionValue.wholeNumber)
  var updatesPerEpoch: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Sequences per minibatch. (default: \(MemorizationSettings.standard.batchSize))", valueName: "n"),
    transform: OptionValue.wholeNumber)
  var batchSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Step of plain stochastic gradient descent. \
      (default: \(OptionDefault.list([MemorizationSettings.standard.learningRate])))
      """, valueName: "rate"),
    transform: OptionValue.number)
  var learningRate: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Steps that gradients flow back from the answer. (default: the whole sequence)", valueName: "steps"),
    transform: OptionValue.wholeNumber)
  var truncate: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Fresh sequences that the loss is measured on after training. \
      (default: \(MemorizationSettings.standard.evaluationSequences))
      """, valueName: "n"),
    transform: OptionValue.wholeNumber)
  var evaluationSequences: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Loss below which a training counts as learned; knowing nothing scores 0.25. \
      (default: \(OptionDefault.list([MemorizationPlan.defaultLearnedBelow])))
      """, valueName: "loss"),
    transform: OptionValue.number)
  var learnedBelow: Double?

  @Flag(help: "Also store the training loss over the epochs.")
  var curves = false

  /// Samples of a stored loss curve.
  static let curveSamples = 100

  /// These options; where one is not given, the experiment file's; then the defaults.
  ///
  /// - Throws: `MemorizationSettingsError`.
  func settings(_ file: ExperimentFile) throws(MemorizationSettingsError) -> MemorizationSettings {
    var settings = MemorizationSettings.standard
    if let length = length ?? file.length {
      settings.lengths = try MemorizationSettings.lengths(from: length.first, to: length.last)
    }
    if let draw = lengthPer ?? file.lengthPer { settings.lengthDraw = draw }
    if let epochs = epochs ?? file.epochs { settings.epochs = epochs }
    if let updates = updatesPerEpoch ?? file.updatesPerEpoch { settings.updatesPerEpoch = updates }
    if let size = batchSize ?? file.batchSize { settings.batchSize = size }
    if let rate = learningRate ?? file.learningRate { settings.learningRate = rate }
    if let steps = truncate ?? file.truncate { settings.truncation = steps }
    if let count = evaluationSequences ?? file.evaluationSequences { settings.evaluationSequences = count }
    try settings.validate()
    if curves || file.curves == true {
      settings.curveEpochs = MemorizationSettings.evenlySpaced(Self.curveSamples, of: settings.epochs)
    }
    return settings
  }

  private static func text(_ lengths: ClosedRange<Int>) -> String {
    "\(lengths.lowerBound)-\(lengths.upperBound)"
  }
}
