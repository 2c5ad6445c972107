import Dispatch
import Foundation

/// The same function of many indices, several at a time.
enum ParallelMap {
  /// - Returns: the results in the order of the indices, whatever the number of jobs.
  static func map<Value: Sendable>(
    count: Int, jobs: Int, _ transform: @Sendable (Int) -> Value
  ) -> [Value] {
    guard jobs > 1, count > 1 else { return (0..<count).map(transform) }
    let results = Slots<Value>(count: count)
    let lanes = min(jobs, count)
    DispatchQueue.concurrentPerform(iterations: lanes) { lane in
      for index in stride(from: lane, to: count, by: lanes) { results.put(transform(index), at: index) }
    }
    return results.values
  }

  /// Sendable without the compiler's word because `slots` is reached under the lock only.
  private final class Slots<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var slots: [Value?]

    init(count: Int) { slots = Array(repeating: nil, count: count) }

    func put(_ value: Value, at index: Int) {
      lock.withLock { slots[index] = value }
    }

    var values: [Value] { lock.withLock { slots.compactMap(\.self) } }
  }
}
