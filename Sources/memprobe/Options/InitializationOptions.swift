import ArgumentParser
import Experiments
import RecurrentNetworks

/// How the weights of networks are drawn. Nil where the command line says nothing.
struct InitializationOptions<Default: InitializerDefault>: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Weights: \(OptionDefault.list(Initialization.Preset.allCases)). glorot draws both kernels Glorot \
      uniform; keras makes the recurrent kernel orthogonal; pytorch draws kernels and biases uniform \
      on ±1/sqrt(hidden size). (default: \(Default.preset.rawValue))
      """, valueName: "name"),
    transform: OptionValue.initializer)
  var initializer: Initialization.Preset?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Factor on every kernel entry. (default: 1)", valueName: "factor"),
    transform: OptionValue.number)
  var gain: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Bias of the LSTM forget gate. (default: 1, with pytorch 0)", valueName: "bias"),
    transform: OptionValue.number)
  var forgetBias: Double?

  /// These options; where one is not given, the experiment file's; then the default.
  func initialization(_ file: ExperimentFile) -> Initialization {
    var initialization = Initialization(initializer ?? file.initializer ?? Default.preset)
    if let gain = gain ?? file.gain { initialization.gain = gain }
    if let bias = forgetBias ?? file.forgetBias { initialization.forgetBias = bias }
    return initialization
  }
}

/// The recipe of a command that is told none.
protocol InitializerDefault {
  static var preset: Initialization.Preset { get }
}

enum ProbeInitializer: InitializerDefault {
  static let preset = OptionDefault.initializer
}

/// That of PyTorch, as in Illium et al. 2022.
enum TrainingInitializer: InitializerDefault {
  static let preset = Initialization.Preset.pytorch
}
