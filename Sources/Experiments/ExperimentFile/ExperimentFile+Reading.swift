import Files

extension ExperimentFile {
  /// Reads an experiment file. One without any settings, even an empty one, is fine.
  ///
  /// - Parameter purpose: keys that are not for it are refused.
  /// - Throws: `ExperimentFileError` naming file, line and key.
  public init(path: String, for purpose: ExperimentPurpose) throws(ExperimentFileError) {
    let bytes: [UInt8]
    do throws(InputFileError) {
      bytes = try InputFile.bytes(of: path)
    } catch .cannotOpen(_, let error) {
      throw .cannotOpen(file: path, error)
    } catch {
      throw .missing(file: path)
    }
    try self.init(bytes, file: path, for: purpose)
  }

  /// - Parameter file: named in errors.
  init(_ bytes: [UInt8], file: String, for purpose: ExperimentPurpose) throws(ExperimentFileError) {
    self.init()
    for setting in try ExperimentYAML(bytes, file: file).settings() {
      guard let key = ExperimentKey(rawValue: setting.key), purpose.keys.contains(key) else {
        throw setting.error(.unknownKey(setting.key, allowed: purpose.keys.map(\.rawValue)))
      }
      try take(setting, as: key)
    }
  }

  private mutating func take(
    _ setting: ExperimentSetting, as key: ExperimentKey
  ) throws(ExperimentFileError) {
    switch key {
    case .cells: cells = try setting.names()
    case .hiddenSizes: hiddenSizes = try setting.wholeNumbers()
    case .inputSizes: inputSizes = try setting.wholeNumbers()
    case .layers: layers = try setting.wholeNumbers()
    case .repeats: repeats = try setting.value(.wholeNumber) { Int(plain: $0) }
    case .network: network = try setting.list(.text) { String(text: $0) }
    case .layer: layer = try setting.value(.text) { String(text: $0) }
    case .layersFrom: layersFrom = try setting.value(.layerSpan) { LayerSpan($0.string) }
    case .inputs: inputs = try setting.value(.text) { String(text: $0) }
    case .pairs: pairs = try setting.value(.wholeNumber) { Int(plain: $0) }
    case .against: against = try setting.names()
    case .twins: twins = try setting.value(.wholeNumber) { Int(plain: $0) }
    case .seed: seed = try setting.value(.seed) { UInt64(plain: $0) }
    case .initializer: initializer = try setting.name()
    case .gain: gain = try setting.value(.number) { Double(plain: $0) }
    case .forgetBias: forgetBias = try setting.value(.number) { Double(plain: $0) }
    case .spectralRadius: spectralRadius = try setting.value(.number) { Double(plain: $0) }
    case .density: density = try setting.value(.number) { Double(plain: $0) }
    case .leakRate: leakRate = try setting.value(.number) { Double(plain: $0) }
    case .inputScaling: inputScaling = try setting.value(.number) { Double(plain: $0) }
    case .biasScaling: biasScaling = try setting.value(.number) { Double(plain: $0) }
    case .activation: activation = try setting.name()
    case .precision: precision = try setting.name()
    case .totalSteps: totalSteps = try setting.value(.wholeNumber) { Int(plain: $0) }
    case .uniqueSteps: uniqueSteps = try setting.value(.wholeNumber) { Int(plain: $0) }
    case .thresholds: thresholds = try setting.list(.number) { Double(plain: $0) }
    case .curves: curves = try setting.value(.truth) { Bool(plain: $0) }
    case .positions: positions = try setting.wholeNumbers()
    case .length: length = try setting.value(.wholeNumbers) { NumberSpan(plain: $0) }
    case .lengthPer: lengthPer = try setting.name()
    case .epochs: epochs = try setting.value(.wholeNumber) { Int(plain: $0) }
    case .updatesPerEpoch: updatesPerEpoch = try setting.value(.wholeNumber) { Int(plain: $0) }
    case .batchSize: batchSize = try setting.value(.wholeNumber) { Int(plain: $0) }
    case .learningRate: learningRate = try setting.value(.number) { Double(plain: $0) }
    case .truncate: truncate = try setting.value(.wholeNumber) { Int(plain: $0) }
    case .evaluationSequences: evaluationSequences = try setting.value(.wholeNumber) { Int(plain: $0) }
    case .learnedBelow: learnedBelow = try setting.value(.number) { Double(plain: $0) }
    case .saveNetworks: saveNetworks = try setting.value(.text) { String(text: $0) }
    case .inputDistribution: inputDistribution = try setting.name()
    case .inputScale: inputScale = try setting.value(.number) { Double(plain: $0) }
    case .washout: washout = try setting.value(.wholeNumber) { Int(plain: $0) }
    case .trainingSteps: trainingSteps = try setting.value(.wholeNumber) { Int(plain: $0) }
    case .testSteps: testSteps = try setting.value(.wholeNumber) { Int(plain: $0) }
    case .maximumDelay: maximumDelay = try setting.value(.wholeNumber) { Int(plain: $0) }
    case .ridge: ridge = try setting.value(.number) { Double(plain: $0) }
    case .surrogates: surrogates = try setting.value(.wholeNumber) { Int(plain: $0) }
    case .readoutInput: readoutInput = try setting.value(.truth) { Bool(plain: $0) }
    case .output: output = try setting.value(.text) { String(text: $0) }
    case .jobs: jobs = try setting.value(.wholeNumber) { Int(plain: $0) }
    case .shard: shard = try setting.value(.shard) { try? Shard($0.string) }
    case .force: force = try setting.value(.truth) { Bool(plain: $0) }
    case .quiet: quiet = try setting.value(.truth) { Bool(plain: $0) }
    case .failFast: failFast = try setting.value(.truth) { Bool(plain: $0) }
    }
  }
}
