import Files
import Foundation

/// Tensors that an ONNX file keeps in another file beside it.
///
/// Only files in the same folder, by their plain name; no link, device or folder. PyTorch's exporter writes
/// MODEL.onnx.data by default.
struct ONNXExternalData {
  /// Of the ONNX file.
  let path: String

  /// What a tensor's entries say.
  struct Location {
    var file: String
    var offset: UInt64 = 0
    var length: UInt64?

    init(_ entries: [ONNXEntry]) throws(NetworkFileProblem) {
      var values: [String: String] = [:]
      for entry in entries {
        guard values.updateValue(entry.value, forKey: entry.key) == nil else { throw .duplicate(entry.key) }
      }
      guard let file = values["location"] else { throw .missing("location of external data") }
      // By bytes: a slash with an accent on it is another character, but the system's slash still.
      guard !file.isEmpty, file != ".", file != "..",
        !file.utf8.contains(where: { [0x2F, 0x5C, 0].contains($0) })
      else {
        throw .unsupported("external data outside the file's own folder: \(file)")
      }
      self.file = file
      if let offset = values["offset"] {
        guard let offset = UInt64(offset) else { throw .malformed("offset \(offset) of external data") }
        self.offset = offset
      }
      if let length = values["length"] {
        guard let length = UInt64(length) else { throw .malformed("length \(length) of external data") }
        self.length = length
      }
    }
  }

  private func place(of file: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return file }
    return String(path[...slash]) + file
  }

  /// Bytes of the file that holds a tensor's data, or more than are ever read; 0 if there is none.
  func size(_ location: Location) -> Int {
    var status = stat()
    return lstat(place(of: location.file), &status) == 0 ? min(Int(status.st_size), 1 << 40) : 0
  }

  /// - Parameters:
  ///   - entries: where the bytes are.
  ///   - count: how many there must be; none are allocated before the file is seen to hold them.
  /// - Throws: `NetworkFileProblem`; `InputFileError` if the other file cannot be opened.
  func bytes(_ entries: [ONNXEntry], count: Int) throws -> [UInt8] {
    let location = try Location(entries)
    if let length = location.length, length != count {
      throw NetworkFileProblem.malformed(
        "\(length) bytes of external data where shape and type ask for \(count)")
    }
    let other = place(of: location.file)
    let descriptor = open(other, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      switch SystemError.last {
      case let error where error.code == ENOENT: throw InputFileError.missing(path: other)
      case let error where error.code == ELOOP:
        throw NetworkFileProblem.unsupported("external data behind a symbolic link: \(location.file)")
      case let error: throw InputFileError.cannotOpen(path: other, error)
      }
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw NetworkFileProblem.unsupported("external data in what is no file: \(location.file)")
    }
    let size = UInt64(max(0, status.st_size))
    let end = location.offset.addingReportingOverflow(UInt64(count))
    guard !end.overflow, end.partialValue <= size else {
      throw NetworkFileProblem.truncated(needed: end.overflow ? .max : end.partialValue, found: size)
    }
    guard lseek(descriptor, off_t(location.offset), SEEK_SET) >= 0 else {
      throw InputFileError.cannotOpen(path: other, .last)
    }
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try InputFile.bytes(of: descriptor, upTo: count)
    } catch {
      throw InputFileError.cannotOpen(path: other, error)
    }
    guard bytes.count == count else {
      throw NetworkFileProblem.truncated(
        needed: end.partialValue, found: location.offset + UInt64(bytes.count))
    }
    return bytes
  }
}
