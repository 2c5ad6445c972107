import ArgumentParser
import RecurrentNetworks

/// What decides every random draw, and the arithmetic in which networks run. Nil where the command line says
/// nothing.
struct ArithmeticOptions: ParsableArguments {
  @OptionGroup var random: SeedOptions

  @Option(
    help: ArgumentHelp(
      "Arithmetic: \(OptionDefault.list(Precision.allCases)). (default: \(OptionDefault.precision.rawValue))",
      valueName: "name"),
    transform: OptionValue.precision)
  var precision: Precision?

  var seed: UInt64? { random.seed }
}
