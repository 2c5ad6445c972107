import CKernels
import Files

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
