import ArgumentParser
import RecurrentNetworks

/// What decides every random draw, and the arithmetic in which networks run. Nil where the command line says
/// nothing.
struct ArithmeticOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Seed of every random draw, a whole number from 0. (default: \(OptionDefault.seed))",
      valueName: "n"),
    transform: OptionValue.seed)
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      "Arithmetic: \(OptionDefault.list(Precision.allCases)). (default: \(OptionDefault.precision.rawValue))",
      valueName: "name"),
    transform: OptionValue.precision)
  var precision: Precision?
}
