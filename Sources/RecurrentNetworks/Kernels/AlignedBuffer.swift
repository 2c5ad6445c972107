import CKernels
import Foundation

/// Pages of memory larger than usual, where the system has them for who asks: they take a fraction of the time to get,
/// and to look up.
enum LargePages {
  static let bytes = 2 << 20

  /// Asks for them in the place of the usual ones that are wholly within some memory.
  static func ask(for memory: UnsafeMutableRawBufferPointer) {
    #if os(Linux)
      guard memory.count >= 2 * bytes, let base = memory.baseAddress else { return }
      let first = base.alignedUp(toMultipleOf: bytes)
      let last = (base + memory.count).alignedDown(toMultipleOf: bytes)
      madvise(first, last - first, MADV_HUGEPAGE)
    #endif
  }
}

/// Fixed-size memory on a 64-byte boundary, zero at first: what the kernels read and write.
///
/// Large ones ask for large pages: weights are read from end to end at every step, and looking up small pages takes a
/// tenth of the time.
///
/// The module's one owner of raw memory. Not synchronised: a buffer belongs to one thread at a time.
final class AlignedBuffer<Element: BitwiseCopyable> {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Element>.stride
    let isLarge = bytes >= 2 * LargePages.bytes
    let alignment = isLarge ? LargePages.bytes : Int(ck_block_bytes)
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: alignment)
    if isLarge { LargePages.ask(for: UnsafeMutableRawBufferPointer(start: raw, count: bytes)) }
    raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    base = raw.assumingMemoryBound(to: Element.self)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count)
      return base[index]
    }
    set {
      precondition(index >= 0 && index < count)
      base[index] = newValue
    }
  }
}
