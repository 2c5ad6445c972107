import ArgumentParser
import RecurrentNetworks

/// How the networks are drawn and in which arithmetic they run. Nil where the command line says nothing.
struct NetworkOptions: ParsableArguments {
  @OptionGroup var arithmetic: ArithmeticOptions

  @Option(
    help: ArgumentHelp(
      """
      Weights: \(OptionDefault.list(Initialization.Preset.allCases)). glorot draws both kernels Glorot \
      uniform; keras makes the recurrent kernel orthogonal; pytorch draws kernels and biases uniform \
      on ±1/sqrt(hidden size). (default: \(OptionDefault.initializer.rawValue))
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
}
