import ArgumentParser

extension NetworkFileOptionsError: WordedError {
  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    switch self {
    case .twoSelections:
      "--layer and --layers-from cannot be given together: one layer or a run of layers."
    case .selectionWithoutFile:
      "--layer and --layers-from choose layers of a file; name it with --network."
    }
  }
}
