import Foundation

/// A value that one thread at a time may touch.
///
/// Not `Synchronization.Mutex`, which does the same: on Linux it is made of instructions that the thread
/// sanitizer does not see, so that everything it guards looks like a race. This one is checked.
///
/// Sendable without the compiler's word because `value` is reached under the lock only.
final class Locked<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  init(_ value: Value) { self.value = value }

  func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
