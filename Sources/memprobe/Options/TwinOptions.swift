import ArgumentParser
import Experiments

/// What trained networks are compared with. Nil where the command line says nothing.
struct TwinOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Kinds of random networks of the same shape: \(OptionDefault.list(TwinKind.allCases)). The first four are \
      freshly drawn (see 'memprobe divergence --help'); shuffled permutes the trained values, within each \
      kernel and within each gate's biases. (default: \(OptionDefault.list(ComparisonPlan.defaultTwinKinds)))
      """, valueName: "kind,..."),
    transform: OptionValue.twinKinds)
  var against: [TwinKind]?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Random networks of each kind for every trained one, each with its own pair of sequences. \
      (default: \(ComparisonPlan.defaultTwins))
      """, valueName: "n"),
    transform: OptionValue.wholeNumber)
  var twins: Int?
}
