/// A journal that is damaged. The file is left as it is.
public enum JournalError: Error, Equatable {
  /// What is wrong with which line, counted from 1.
  case malformed(path: String, line: Int, JournalProblem)
}
