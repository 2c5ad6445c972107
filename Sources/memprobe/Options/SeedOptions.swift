import ArgumentParser

/// What decides every random draw. Nil where the command line says nothing.
struct SeedOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Seed of every random draw, a whole number from 0. (default: \(OptionDefault.seed))",
      valueName: "n"),
    transform: OptionValue.seed)
  var seed: UInt64?
}
