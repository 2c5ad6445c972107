/// Results that could not be printed.
enum ConsoleError: Error, Equatable {
  case cannotWriteResults(reason: String)
}
