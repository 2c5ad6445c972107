import ArgumentParser

/// Where results go and how much is said on the way. Nil where the command line says nothing.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      """
      Results file (HDF5). Finished runs are kept in FILE.journal until it is complete. \
      (default: \(OptionDefault.output))
      """, valueName: "file.h5"))
  var output: String?

  @Flag(help: "Replace the output file, and a journal that is damaged or of other settings.")
  var force = false

  @Flag(help: "Show no progress.")
  var quiet = false
}
