import ArgumentParser

/// A setting out of range that may have come from an experiment file rather than the command line.
struct ExperimentValueError: WordedError {
  let file: String
  let error: any WordedError

  var exitCode: ExitCode { error.exitCode }

  var sentence: String {
    "\(error.sentence) (What the command line does not say comes from \(file), under the same name.)"
  }
}
