import Foundation

/// Threads of the system's own, of which there may be no more: limits on processes or on memory leave what is to be
/// done to fewer of them.
package enum Threads {
  /// Runs `body` on a new thread.
  ///
  /// - Returns: false if the system gives none; `body` is not run then.
  package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    let task = Unmanaged.passRetained(Task(body: body))
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else {
      task.release()
      return false
    }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, &attributes,
      { task in
        if let task { Unmanaged<Task>.fromOpaque(task).takeRetainedValue().body() }
        return nil
      }, task.toOpaque())
    if status != 0 { task.release() }
    return status == 0
  }

  /// The same function of many indices, several at a time.
  ///
  /// - Parameter jobs: threads that take part, the calling one among them; fewer where the system gives no more.
  /// - Returns: the results in the order of the indices, whatever the number of jobs.
  package static func map<Value: Sendable>(
    count: Int, jobs: Int, _ transform: @escaping @Sendable (Int) -> Value
  ) -> [Value] {
    guard jobs > 1, count > 1 else { return (0..<count).map(transform) }
    let state = Locked((next: 0, results: [Value?](repeating: nil, count: count)))
    let work: @Sendable () -> Void = {
      while true {
        let index = state.withLock { state in
          defer { state.next += 1 }
          return state.next
        }
        guard index < count else { return }
        let value = transform(index)
        state.withLock { $0.results[index] = value }
      }
    }
    let others = DispatchGroup()
    for _ in 1..<min(jobs, count) {
      others.enter()
      let isStarted = start {
        work()
        others.leave()
      }
      guard isStarted else {
        others.leave()
        break
      }
    }
    work()
    others.wait()
    return state.withLock { $0.results.compactMap(\.self) }
  }

  /// Begins to make something on a thread of its own; here and now, where the system gives none.
  ///
  /// - Parameter jobs: threads that may be at work; with one it is made when it is asked for.
  /// - Returns: waits for it.
  package static func ahead<Value: Sendable>(
    jobs: Int, _ make: @escaping @Sendable () -> Value
  ) -> @Sendable () -> Value {
    guard jobs > 1 else { return make }
    let (made, isMade) = (Locked(Value?.none), DispatchSemaphore(value: 0))
    let isStarted = start {
      let value = make()
      made.withLock { $0 = value }
      isMade.signal()
    }
    guard isStarted else {
      let value = make()
      return { value }
    }
    return {
      isMade.wait()
      isMade.signal()
      guard let value = made.withLock({ $0 }) else { preconditionFailure("it was made") }
      return value
    }
  }

  private final class Task: Sendable {
    let body: @Sendable () -> Void

    init(body: @escaping @Sendable () -> Void) { self.body = body }
  }
}

/// Threads that something may use: perhaps more later, when others need theirs no longer.
package struct ThreadShare: Sendable, ExpressibleByIntegerLiteral {
  /// At any time.
  package let most: Int
  private let current: @Sendable () -> Int

  /// - Parameter current: how many now; within 1 ... `most` where it says more or fewer.
  package init(most: Int, current: @escaping @Sendable () -> Int) {
    self.most = max(1, most)
    self.current = current
  }

  /// Always as many.
  package init(_ count: Int) { self.init(most: count) { count } }
  package init(integerLiteral count: Int) { self.init(count) }

  package var now: Int { min(max(1, current()), most) }
}

/// A value that one thread at a time may touch.
///
/// Not `Synchronization.Mutex`, which does the same: on Linux it is made of instructions that the thread
/// sanitizer does not see, so that everything it guards looks like a race. This one is checked.
///
/// Sendable without the compiler's word because `value` is reached under the lock only.
package final class Locked<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  package init(_ value: Value) { self.value = value }

  package func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
