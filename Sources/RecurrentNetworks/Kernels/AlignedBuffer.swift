import CKernels
import Foundation

/// Fixed-size memory on a 64-byte boundary, zero at first: what the kernels read and write.
///
/// Large ones ask for large pages, where the system has them for who asks: weights are read from end to end at every
/// step, and looking up small pages takes a tenth of the time.
///
/// The module's one owner of raw memory. Not synchronised: a buffer belongs to one thread at a time.
final class AlignedBuffer<Element: BitwiseCopyable> {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Element>.stride
    let isLarge = bytes >= 2 * Self.largePage
    let alignment = isLarge ? Self.largePage : Int(ck_block_bytes)
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: alignment)
    #if os(Linux)
      if isLarge { madvise(raw, bytes, MADV_HUGEPAGE) }
    #endif
    raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    base = raw.assumingMemoryBound(to: Element.self)
  }

  private static var largePage: Int { 2 << 20 }

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
