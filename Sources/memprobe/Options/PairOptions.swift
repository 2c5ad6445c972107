import ArgumentParser
import Experiments

/// How often given networks are measured. Nil where the command line says nothing.
struct PairOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Pairs of sequences that each trained network is fed. (default: \(ComparisonPlan.defaultPairs))",
      valueName: "n"),
    transform: OptionValue.wholeNumber)
  var pairs: Int?
}
