import CZip

/// Writes a zip archive in memory, through libzip.
enum ZipWriter {
  /// An archive of files, deflated, in this order. Equal contents give equal bytes: every file has the
  /// earliest time that zip knows.
  ///
  /// - Throws: `ZipError`.
  static func bytes(of files: [(name: String, bytes: [UInt8])]) throws(ZipError) -> [UInt8] {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    // Kept once for the archive, which closing takes, and once for reading what became of it.
    guard let buffer = zip_source_buffer_create(nil, 0, 0, &error) else { throw ZipError(&error) }
    defer { zip_source_free(buffer) }
    zip_source_keep(buffer)
    guard let archive = zip_open_from_source(buffer, ZIP_TRUNCATE, &error) else {
      zip_source_free(buffer)
      throw ZipError(&error)
    }
    // libzip reads the files when the archive is closed.
    let copies = files.map { file in
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, file.bytes.count), alignment: 1)
      copy.copyBytes(from: file.bytes)
      return copy
    }
    defer { for copy in copies { copy.deallocate() } }
    do throws(ZipError) {
      for (file, copy) in zip(files, copies) {
        try add(file.name, UnsafeRawBufferPointer(rebasing: copy.prefix(file.bytes.count)), to: archive)
      }
    } catch {
      zip_discard(archive)
      throw error
    }
    guard zip_close(archive) == 0 else {
      let error = ZipError(zip_get_error(archive))
      zip_discard(archive)
      throw error
    }
    return try contents(of: buffer)
  }

  private static func add(
    _ name: String, _ bytes: UnsafeRawBufferPointer, to archive: OpaquePointer
  ) throws(ZipError) {
    guard let source = zip_source_buffer(archive, bytes.baseAddress, UInt64(bytes.count), 0) else {
      throw ZipError(zip_get_error(archive))
    }
    let index = zip_file_add(archive, name, source, UInt32(ZIP_FL_ENC_UTF_8))
    guard index >= 0 else {
      zip_source_free(source)
      throw ZipError(zip_get_error(archive))
    }
    guard zip_set_file_compression(archive, UInt64(index), Int32(ZIP_CM_DEFLATE), compressionLevel) == 0,
      zip_file_set_dostime(archive, UInt64(index), 0, earliestDate, 0) == 0
    else { throw ZipError(zip_get_error(archive)) }
  }

  /// Of 1 to 9: fast, and counts and flags shrink nearly as much as they ever would.
  private static let compressionLevel: UInt32 = 1
  /// 1 January 1980, as MS-DOS writes it.
  private static let earliestDate: UInt16 = 1 << 5 | 1

  private static func contents(of buffer: OpaquePointer) throws(ZipError) -> [UInt8] {
    var status = zip_stat_t()
    zip_stat_init(&status)
    guard zip_source_stat(buffer, &status) == 0, zip_source_open(buffer) == 0 else {
      throw ZipError(zip_source_error(buffer))
    }
    defer { zip_source_close(buffer) }
    var bytes = [UInt8](repeating: 0, count: Int(status.size))
    guard zip_source_read(buffer, &bytes, status.size) == Int64(status.size) else {
      throw ZipError(zip_source_error(buffer))
    }
    return bytes
  }
}

extension ZipError {
  fileprivate init(_ error: UnsafeMutablePointer<zip_error_t>?) {
    message = error.flatMap { zip_error_strerror($0) }.map { String(cString: $0) } ?? "unknown error"
  }
}

/// What libzip said when it failed.
struct ZipError: Error {
  let message: String
}
