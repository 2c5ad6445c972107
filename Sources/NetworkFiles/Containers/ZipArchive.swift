import CZip
import Files
import Foundation

/// A zip archive, read through libzip: its directory at once, an entry when it is asked for.
///
/// The checksum of an entry is verified when that is read; of those that nobody asks for nothing is known.
///
/// Refused before anything is unpacked: entries with absolute paths or `..`, two of one name, encrypted ones,
/// any method but stored and deflate, and a local header that is not what the directory says. What an entry
/// claims to hold is never allocated if its stored bytes cannot hold it.
struct ZipArchive {
  struct Entry: Equatable {
    let name: String
    let index: UInt64
    /// Bytes unpacked, as declared.
    let size: UInt64
    /// Bytes in the archive.
    let storedSize: UInt64
  }

  /// Every entry by its name.
  let entries: [String: Entry]
  /// Bytes of the archive.
  let size: Int
  private let library: LibraryArchive

  /// How many bytes one stored byte may become: deflate makes at most 1,032 of one.
  static let mostCompression: UInt64 = 1_032
  /// Far more than any network has: a PyTorch checkpoint has an entry for every tensor of model and optimizer.
  static let mostEntries = 60_000

  static func isZip(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) }

  /// Few enough at a time for the checksum to find them in the processor's cache.
  private static let readBytes = 1 << 18

  /// Reads the directory.
  ///
  /// - Throws: `malformed`, `unsupported`, `duplicate`, `tooLarge`.
  init(_ contents: FileContents) throws(NetworkFileProblem) {
    size = contents.count
    library = try LibraryArchive(contents)
    entries = try Self.directory(of: library.archive)
  }

  /// The unpacked bytes of an entry, whose checksum is verified.
  ///
  /// - Parameter limit: most bytes that are read.
  /// - Throws: `missing`, `tooLarge`, `malformed`.
  func read(_ name: String, limit: UInt64) throws(NetworkFileProblem) -> [UInt8] {
    guard let entry = entries[name] else { throw .missing("'\(name)'") }
    let most = min(limit, entry.storedSize.multipliedReportingOverflow(by: Self.mostCompression).partialValue)
    guard entry.size <= most else {
      throw .tooLarge(what: "the declared size of '\(name)' in bytes", found: entry.size, limit: most)
    }
    guard let file = zip_fopen_index(library.archive, entry.index, 0) else {
      throw .malformed("'\(name)' cannot be unpacked: \(String(cString: zip_strerror(library.archive)))")
    }
    defer { zip_fclose(file) }
    var isDamaged = false
    let size = Int(entry.size)
    // Room for one byte more than declared, so that the end is reached, where libzip compares the checksum.
    let unpacked = [UInt8](inLargePages: size + 1) { place, count in
      while count <= size, let start = place.baseAddress {
        let read = zip_fread(file, start + count, UInt64(min(size + 1 - count, Self.readBytes)))
        isDamaged = read < 0
        if read <= 0 { break }
        count += Int(read)
      }
    }
    guard !isDamaged else { throw .malformed("'\(name)' is damaged") }
    guard unpacked.count == size else {
      throw .malformed("'\(name)' has not the \(entry.size) bytes that the directory says")
    }
    return unpacked
  }

  // MARK: libzip

  private static func directory(of archive: OpaquePointer) throws(NetworkFileProblem) -> [String: Entry] {
    let count = zip_get_num_entries(archive, 0)
    guard (0...Int64(mostEntries)).contains(count) else {
      throw .tooLarge(what: "the number of entries", found: UInt64(max(0, count)), limit: UInt64(mostEntries))
    }
    var entries: [String: Entry] = [:]
    for index in 0..<UInt64(count) {
      var status = zip_stat_t()
      let needed = UInt64(ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD)
      guard zip_stat_index(archive, index, 0, &status) == 0, status.valid & needed == needed,
        let characters = status.name, let name = String(validatingCString: characters)
      else { throw .malformed("entry \(index) of the zip directory") }
      try check(name)
      guard status.comp_method == ZIP_CM_STORE || status.comp_method == ZIP_CM_DEFLATE else {
        throw .unsupported("zip method \(status.comp_method)")
      }
      guard status.valid & UInt64(ZIP_STAT_ENCRYPTION_METHOD) == 0 || status.encryption_method == ZIP_EM_NONE
      else { throw .unsupported("an encrypted entry") }
      let entry = Entry(name: name, index: index, size: status.size, storedSize: status.comp_size)
      guard entries.updateValue(entry, forKey: name) == nil else { throw .duplicate("'\(name)'") }
    }
    return entries
  }

  private static func check(_ name: String) throws(NetworkFileProblem) {
    let isAbsolute = name.hasPrefix("/") || name.contains("\\") || name.dropFirst().first == ":"
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.isEmpty, !isAbsolute, !parts.contains(".."), !parts.contains(".") else {
      throw .unsupported("an entry called '\(name)'")
    }
  }
}

/// An archive that libzip has open.
private final class LibraryArchive {
  let archive: OpaquePointer

  /// - Throws: `malformed`.
  init(_ contents: FileContents) throws(NetworkFileProblem) {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let source = try Self.source(contents, &error) else {
      throw .malformed(String(cString: zip_error_strerror(&error)))
    }
    guard let archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) else {
      defer { zip_source_free(source) }
      throw .malformed("no zip archive: \(String(cString: zip_error_strerror(&error)))")
    }
    self.archive = archive
  }

  /// Closes the source, too.
  deinit { zip_discard(archive) }

  private static func source(
    _ contents: FileContents, _ error: inout zip_error_t
  ) throws(NetworkFileProblem) -> OpaquePointer? {
    switch contents {
    case .memory(let bytes):
      // libzip's to free.
      let copy = malloc(max(1, bytes.count))
      bytes.withUnsafeBytes { bytes in
        if let copy, let start = bytes.baseAddress { copy.copyMemory(from: start, byteCount: bytes.count) }
      }
      let source = zip_source_buffer_create(copy, UInt64(bytes.count), 1, &error)
      if source == nil { free(copy) }
      return source
    case .file(let file):
      let stream: UnsafeMutablePointer<FILE>?
      do { stream = fdopen(try file.duplicate(), "rb") } catch {
        throw .malformed("cannot be read: \(error.message)")
      }
      guard let stream else { return nil }
      let source = zip_source_filep_create(stream, 0, -1, &error)
      if source == nil { fclose(stream) }
      return source
    }
  }
}
