import Foundation

extension Destination {
  /// Writes a whole file here, replacing any that there is, as one step.
  ///
  /// - Throws: `OutputError`: `cannotOpen` or `cannotWrite`; the file that was there is untouched then.
  public func write(_ bytes: [UInt8]) throws(OutputError) {
    let temporary = path + ".\(getpid()).temporary"
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw .cannotOpen(path: path, .last) }
    do throws(OutputError) {
      defer { close(file) }
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
        if count > 0 {
          rest = rest.dropFirst(count)
        } else if errno != EINTR {
          throw .cannotWrite(path: path, .last)
        }
      }
    } catch {
      unlink(temporary)
      throw error
    }
    do throws(OutputError) {
      try replace(with: temporary)
    } catch {
      unlink(temporary)
      throw error
    }
  }
}
