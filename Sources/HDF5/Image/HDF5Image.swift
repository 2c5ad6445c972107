/// An HDF5 file in memory, read without libhdf5.
///
/// For files that come from anywhere. libhdf5 1.10.8 trusts what it reads: of 59,544 copies of a 19,848-byte
/// Keras file, each with one byte changed, 376 crashed the process that opened them and 25 hung it. Here every
/// address, length and count is checked before it is used, what a file claims is never allocated before it is
/// there, and the work is bounded. So whatever the bytes are, the result is a value or an error.
///
/// Reads what libraries of deep learning write, what HDF5's own tools make of it when they copy, and what this
/// module writes: superblocks 0 to 3, groups of both styles, attributes, dimension scales, and datasets of
/// numbers and strings that are stored contiguous, compact or in chunks (through deflate, shuffle and
/// fletcher32). Refuses everything that leads out of the file or around in it: external, soft and user-defined
/// links, external storage, virtual datasets, groups with two names. Source: HDF5 File Format Specification,
/// version 3.0.
package final class HDF5Image {
  let bytes: [UInt8]
  /// Parsed elements that are left: a bound on time for files that lead in circles.
  private var work: Int
  /// Stored bytes that may still be read: no honest file's datasets share their bytes.
  private var data: Int
  /// Bytes that compressed numbers may still take.
  private var memory: UInt64
  private let mostMemory: UInt64
  private var heaps: [UInt64: [Int: Range<Int>]] = [:]
  private var tables: [UInt64: LinkTable] = [:]
  private var rootAddress: UInt64 = 0

  /// - Parameter memory: bytes that all compressed numbers may take together; any number by default.
  /// - Throws: `HDF5ImageError`.
  package init(_ bytes: [UInt8], memory: UInt64 = .max) throws(HDF5ImageError) {
    self.bytes = bytes
    self.memory = memory
    mostMemory = memory
    work = Self.leastWork + bytes.count / 4
    data = 2 * bytes.count
    do {
      rootAddress = try Self.rootAddress(of: bytes)
    } catch {
      throw HDF5ImageError(object: "/", problem: error)
    }
  }

  /// Whether the bytes begin as an HDF5 file does.
  package static func isHDF5(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: signature) }

  /// The group that holds everything else.
  package func root() throws(HDF5ImageError) -> HDF5ImageObject {
    try HDF5ImageObject(in: self, path: "/", address: rootAddress)
  }

  private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
  /// Elements that even the smallest file may take: far less than a second.
  private static let leastWork = 1 << 20

  // MARK: Bounds

  /// Counts parsed elements: messages, links, table entries.
  func spend(_ elements: Int = 1) throws(HDF5ImageProblem) {
    work -= elements
    if work < 0 {
      throw .malformed("structures that overlap or lead in circles")
    }
  }

  /// Counts stored bytes that are read.
  func spendData(_ count: Int) throws(HDF5ImageProblem) {
    data -= count
    if data < 0 {
      throw .malformed("datasets that share their bytes")
    }
  }

  /// Counts bytes that are inflated.
  func spendMemory(_ count: UInt64) throws(HDF5ImageProblem) {
    guard count <= memory else {
      throw .tooLarge(what: "the declared size in bytes", found: count, limit: mostMemory)
    }
    memory -= count
  }

  func cursor(at address: UInt64, count: UInt64? = nil) throws(HDF5ImageProblem) -> ImageCursor {
    try ImageCursor(bytes, at: address, count: count)
  }

  // MARK: Superblock

  /// The address of the root group's object header.
  private static func rootAddress(of bytes: [UInt8]) throws(HDF5ImageProblem) -> UInt64 {
    guard isHDF5(bytes) else { throw .notHDF5 }
    var cursor = try ImageCursor(bytes, at: UInt64(signature.count))
    let version = try cursor.byte()
    if version < 2 {
      try cursor.skip(4)
    } else if version > 3 {
      throw .unsupported("superblock version \(version)")
    }
    let widths = (offsets: try cursor.byte(), lengths: try cursor.byte())
    guard widths == (8, 8) else {
      throw .unsupported("addresses of \(widths.offsets) and lengths of \(widths.lengths) bytes")
    }
    // A reserved byte, K of the group nodes twice and flags; version 1: K of the chunk nodes, too.
    try cursor.skip(version == 0 ? 9 : version == 1 ? 13 : 1)
    guard try cursor.long() == 0 else { throw .unsupported("a user block") }
    _ = try cursor.address()
    let end = try cursor.long()
    guard end <= UInt64(bytes.count) else { throw .truncated(needed: end, found: UInt64(bytes.count)) }
    if version < 2 {
      // Driver information, and the name of the root group in its symbol table entry.
      try cursor.skip(16)
      return try cursor.long()
    }
    let root = try cursor.long()
    try cursor.expectChecksum(since: 0)
    return root
  }

  // MARK: Groups

  /// The names in a group, by the address of its header. Read once.
  func links(
    of messages: [HeaderMessage], at address: UInt64
  ) throws(HDF5ImageProblem) -> LinkTable {
    if let known = tables[address] { return known }
    let table = try LinkTable(try orderedLinks(of: messages))
    tables[address] = table
    return table
  }

  // MARK: Global heap

  /// An object of a global heap collection, where strings of variable length are kept.
  func heapObject(collection address: UInt64, index: Int) throws(HDF5ImageProblem) -> Range<Int> {
    let objects: [Int: Range<Int>]
    if let known = heaps[address] {
      objects = known
    } else {
      objects = try heapObjects(at: address)
      heaps[address] = objects
    }
    guard let object = objects[index] else { throw .malformed("a string that is not in its heap") }
    return object
  }

  private func heapObjects(at address: UInt64) throws(HDF5ImageProblem) -> [Int: Range<Int>] {
    var header = try cursor(at: address)
    try header.expect("GCOL")
    guard try header.byte() == 1 else { throw .malformed("an unknown version of a global heap") }
    try header.skip(3)
    var rest = try cursor(at: address, count: try header.long())
    try rest.skip(header.place - rest.place)
    var objects: [Int: Range<Int>] = [:]
    while rest.left >= 16 {
      try spend()
      let index = try rest.short()
      // What is left free at the end is object 0.
      if index == 0 { break }
      try rest.skip(6)
      let object = try rest.stretch(try rest.long())
      try rest.skip(min(rest.left, (8 - object.count % 8) % 8))
      guard objects.updateValue(object, forKey: index) == nil else {
        throw .malformed("a global heap with the same object twice")
      }
    }
    return objects
  }
}

/// An HDF5 file in memory that cannot be read.
public struct HDF5ImageError: Error, Equatable, Sendable {
  /// Path of the object inside the file; an attribute is `/object@name`.
  public let object: String
  public let problem: HDF5ImageProblem

  public init(object: String, problem: HDF5ImageProblem) {
    self.object = object
    self.problem = problem
  }
}

/// What can be wrong with an HDF5 file in memory, or with an object in it.
public enum HDF5ImageProblem: Error, Equatable, Sendable {
  /// Does not begin as an HDF5 file does.
  case notHDF5
  /// Something lies beyond the end of the file: up to which byte it goes, and the bytes there are.
  case truncated(needed: UInt64, found: UInt64)
  /// Not put together as the format asks; what was found, in words.
  case malformed(String)
  /// A checksum that is not the one of what it stands behind: its place in the file, and what it should be.
  case checksum(at: Int, expected: UInt32)
  /// Values of a type that is not read: its name.
  case wrongType(found: String)
  /// A feature that is refused, for safety or because no weights file has it: "an external link".
  case unsupported(String)
  /// More than is read at all.
  case tooLarge(what: String, found: UInt64, limit: UInt64)
}
