import CKernels
import Foundation

/// One of the threads that do something together.
package struct TeamMember: Sendable {
  /// Its number, and of how many.
  package let part: Int
  package let parts: Int
  private let barrier: Barrier?

  /// Who does everything alone.
  package static var alone: TeamMember { TeamMember(part: 0, parts: 1, barrier: nil) }

  fileprivate init(part: Int, parts: Int, barrier: Barrier?) {
    self.part = part
    self.parts = parts
    self.barrier = barrier
  }

  var share: ck_share { ck_share(part: part, parts: parts, barrier: barrier?.barrier) }

  /// Returns when all members are here; what they wrote before can be read after.
  package func meet() { ck_meet(share) }

  /// The places of a list of `count` that fall to this member: every one to exactly one member.
  package func places(of count: Int) -> StrideTo<Int> { stride(from: part, to: count, by: parts) }
}

/// Sendable without the compiler's word because the kernels reach it by atomic operations only.
private final class Barrier: @unchecked Sendable {
  let barrier = UnsafeMutablePointer<ck_barrier>.allocate(capacity: 1)

  init() { barrier.initialize(to: ck_barrier()) }

  deinit { barrier.deallocate() }
}

extension Threads {
  /// Runs `body` on several threads at once, the calling one among them, and returns when all are done.
  ///
  /// - Parameters:
  ///   - most: threads; there are fewer where the system gives no more.
  ///   - body: run by every member, which may wait for the others.
  package static func together(_ most: Int, _ body: @escaping @Sendable (TeamMember) -> Void) {
    guard most > 1 else { return body(.alone) }
    let barrier = Barrier()
    let parts = Locked(0)
    let (beginning, others) = (DispatchSemaphore(value: 0), DispatchGroup())
    var started = 1
    while started < most {
      let part = started
      others.enter()
      let isStarted = start {
        beginning.wait()
        body(TeamMember(part: part, parts: parts.withLock { $0 }, barrier: barrier))
        others.leave()
      }
      guard isStarted else {
        others.leave()
        break
      }
      started += 1
    }
    parts.withLock { $0 = started }
    for _ in 1..<started { beginning.signal() }
    body(TeamMember(part: 0, parts: started, barrier: barrier))
    others.wait()
  }
}
