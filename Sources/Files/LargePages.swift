import Foundation

/// Pages of memory larger than usual, where the system has them for who asks: they take a fraction of the time to get,
/// and to look up; and those of memory that was given back are at once there for who asks next.
package enum LargePages {
  package static let bytes = 2 << 20

  /// Asks for them in the place of the usual ones that are wholly within some memory.
  package static func ask(for memory: UnsafeMutableRawBufferPointer) {
    #if os(Linux)
      guard memory.count >= 2 * bytes, let base = memory.baseAddress else { return }
      let first = base.alignedUp(toMultipleOf: bytes)
      let last = (base + memory.count).alignedDown(toMultipleOf: bytes)
      madvise(first, last - first, MADV_HUGEPAGE)
    #endif
  }
}

extension Array where Element: BitwiseCopyable {
  /// An array made in place, as `init(unsafeUninitializedCapacity:initializingWith:)` makes it, in large pages if it is
  /// large.
  package init(
    inLargePages capacity: Int,
    initializingWith body: (inout UnsafeMutableBufferPointer<Element>, inout Int) -> Void
  ) {
    self.init(unsafeUninitializedCapacity: capacity) { place, count in
      LargePages.ask(for: UnsafeMutableRawBufferPointer(place))
      body(&place, &count)
    }
  }
}
