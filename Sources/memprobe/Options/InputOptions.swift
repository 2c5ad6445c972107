import ArgumentParser
import MemoryMeasures
import SequenceFiles

/// Recorded inputs in the place of random ones.
struct InputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Recorded inputs instead of random ones, steps by inputs: .npy, text with columns (CSV), or a dataset of \
      an HDF5 file as FILE.h5:/PATH. Each pair of sequences reads two stretches of it.
      """, valueName: "file"))
  var inputs: String?

  /// The recorded inputs; nil where the command line names none.
  ///
  /// - Throws: `InputFileError`, `SequenceFileError`, `RecordedInputsError`.
  func load() throws -> RecordedInputs? {
    guard let inputs else { return nil }
    let table = try SequenceFile(inputs).read()
    return try RecordedInputs(rows: table.rows, columns: table.columns, values: table.values)
  }
}
