import ArgumentParser

/// Where results go and how much is said on the way. Nil where the command line says nothing.
struct OutputOptions<Default: OutputDefault>: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      """
      Results file (HDF5). Finished runs are kept in FILE.journal until it is complete. \
      (default: \(Default.text))
      """, valueName: "file.h5"))
  var output: String?

  @Flag(help: "Replace the output file, and a journal that is damaged or of other settings.")
  var force = false

  @Flag(help: "Show no progress.")
  var quiet = false
}

/// Where a command writes if it is not told, as its help says it.
protocol OutputDefault {
  static var text: String { get }
}

enum DivergenceOutput: OutputDefault {
  static let text = "\(OptionDefault.output), with --network \(OptionDefault.networksOutput)"
}

enum ComparisonOutput: OutputDefault {
  static let text = OptionDefault.comparisonOutput
}

enum CapacityOutput: OutputDefault {
  static let text = OptionDefault.capacityOutput
}

enum MemorizationOutput: OutputDefault {
  static let text = OptionDefault.memorizationOutput
}
