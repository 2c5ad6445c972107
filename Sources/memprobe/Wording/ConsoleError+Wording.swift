import ArgumentParser

extension ConsoleError: WordedError {
  var exitCode: ExitCode { .cannotCreate }

  var sentence: String {
    switch self {
    case .cannotWriteResults(let reason):
      "standard output: cannot print the results: \(reason). 'memprobe show FILE' prints them again."
    }
  }
}
