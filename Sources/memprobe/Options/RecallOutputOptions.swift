import ArgumentParser

/// Where the results of `recall` go.
struct RecallOutputOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: ArgumentHelp("Results file (HDF5).", valueName: "file.h5"))
  var output = "results/recall.h5"

  @Flag(help: "Overwrite the output file.")
  var force = false

  @Flag(help: "Show no progress.")
  var quiet = false
}
