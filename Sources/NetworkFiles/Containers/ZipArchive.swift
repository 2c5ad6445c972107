import CZip

/// A zip archive in memory, read through libzip.
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
  private let bytes: [UInt8]

  /// How many bytes one stored byte may become: deflate makes at most 1,032 of one.
  static let mostCompression: UInt64 = 1_000
  /// Far more than any network has: a PyTorch checkpoint has an entry for every tensor of model and optimizer.
  static let mostEntries = 60_000

  /// Bytes of the archive.
  var size: Int { bytes.count }

  static func isZip(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) }

  /// Reads the directory.
  ///
  /// - Throws: `malformed`, `unsupported`, `duplicate`, `tooLarge`.
  init(_ bytes: [UInt8]) throws(NetworkFileProblem) {
    self.bytes = bytes
    entries = try Self.withArchive(bytes) { archive throws(NetworkFileProblem) in
      try Self.directory(of: archive)
    }
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
    return try Self.withArchive(bytes) { archive throws(NetworkFileProblem) in
      guard let file = zip_fopen_index(archive, entry.index, 0) else {
        throw .malformed("'\(name)' cannot be unpacked: \(Self.message(of: archive))")
      }
      defer { zip_fclose(file) }
      // One byte more than declared, so that the end is reached, where libzip compares the checksum.
      var unpacked = [UInt8](repeating: 0, count: Int(entry.size) + 1)
      var count = 0
      while count < unpacked.count {
        let read = unpacked.withUnsafeMutableBytes { buffer in
          zip_fread(file, buffer.baseAddress.map { $0 + count }, UInt64(buffer.count - count))
        }
        guard read >= 0 else { throw .malformed("'\(name)' is damaged") }
        if read == 0 { break }
        count += Int(read)
      }
      guard count == Int(entry.size) else {
        throw .malformed("'\(name)' has not the \(entry.size) bytes that the directory says")
      }
      unpacked.removeLast()
      return unpacked
    }
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

  private static func withArchive<Result>(
    _ bytes: [UInt8], _ body: (OpaquePointer) throws(NetworkFileProblem) -> Result
  ) throws(NetworkFileProblem) -> Result {
    try bytes.withUnsafeBufferPointer { buffer throws(NetworkFileProblem) in
      var error = zip_error_t()
      zip_error_init(&error)
      defer { zip_error_fini(&error) }
      guard let source = zip_source_buffer_create(buffer.baseAddress, UInt64(buffer.count), 0, &error) else {
        throw .malformed(String(cString: zip_error_strerror(&error)))
      }
      guard let archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) else {
        defer { zip_source_free(source) }
        throw .malformed("no zip archive: \(String(cString: zip_error_strerror(&error)))")
      }
      // Closes the source, too.
      defer { zip_discard(archive) }
      return try body(archive)
    }
  }

  private static func message(of archive: OpaquePointer) -> String { String(cString: zip_strerror(archive)) }
}
