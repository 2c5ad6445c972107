/// A sweep stopped by a signal before it was done.
struct Interruption: Error {
  let signal: Int32
  /// Where the finished runs are kept.
  let journal: String
}
