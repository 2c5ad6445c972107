import ArgumentParser

/// Where trained networks go. Nil where the command line says nothing.
struct SavedNetworkOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Also write every network after training, as CELL-LAYERSxUNITS-pPOSITION-REPEAT.safetensors, and before, \
      as the same with -untrained.
      """, valueName: "directory"))
  var saveNetworks: String?
}
