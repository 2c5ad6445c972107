import Files
import RecurrentNetworks

/// Reads the network files of one library: a format is a type of this kind and its line in `NetworkFormats`.
protocol NetworkReader: SendableMetatype {
  /// The formats it reads; none if all it does is say why a kind of file is not read.
  static var formats: [NetworkFileFormat] { get }

  /// Whether a file is this reader's: told from its bytes, not from its name.
  static func recognises(_ opened: OpenedFile) -> Bool

  /// - Throws: `NetworkFileError`; `InputFileError` if another file that belongs to this one cannot be opened.
  static func read(_ opened: OpenedFile) throws -> NetworkFile
}

extension NetworkFile {
  /// The most bytes of a file that are read: 4 GiB, a recurrent layer of 16,000 units in float32.
  static let mostBytes = 1 << 32

  /// Reads a network file of any format; which one is told from its bytes, not from its name. In a folder it is the
  /// file that holds the weights of a model of the Hugging Face hub.
  ///
  /// - Parameters:
  ///   - path: of the file or folder.
  ///   - assumptions: what to take where the file does not say it.
  ///   - readsHeads: whether the weights of heads are read, too, which are only listed otherwise.
  /// - Throws: `InputFileError` if it cannot be opened, `NetworkFileError` if it is not what it should be.
  public init(
    path: String, assuming assumptions: NetworkAssumptions = NetworkAssumptions(), readsHeads: Bool = false
  ) throws {
    let path = try NetworkFolder.weights(in: path) ?? path
    try self.init(OpenedFile(path: path), assuming: assumptions, readsHeads: readsHeads)
  }

  /// Reads the bytes of a network file.
  ///
  /// - Parameters:
  ///   - bytes: all of the file's.
  ///   - path: for errors, and for the folder of the data that an ONNX model keeps in another file.
  ///   - assumptions: what to take where the file does not say it.
  /// - Throws: `NetworkFileError`; `InputFileError` if that other file cannot be opened.
  public init(
    bytes: [UInt8], path: String, assuming assumptions: NetworkAssumptions = NetworkAssumptions()
  ) throws {
    try self.init(OpenedFile(bytes, path: path), assuming: assumptions)
  }

  private init(
    _ opened: OpenedFile, assuming assumptions: NetworkAssumptions, readsHeads: Bool = false
  ) throws {
    var opened = opened
    opened.readsHeads = readsHeads
    opened.assumptions = assumptions
    guard let reader = NetworkFormats.readers.first(where: { $0.recognises(opened) }) else {
      throw opened.error(.unknownFormat)
    }
    self = try reader.read(opened)
  }
}

/// What to take where a network file does not say it.
public struct NetworkAssumptions: Hashable, Sendable {
  /// What the gates of Keras's layers go through; by default what the version of Keras that wrote the file meant.
  public var gateActivation: Activation?

  /// None unless said.
  public init(gateActivation: Activation? = nil) {
    self.gateActivation = gateActivation
  }
}

/// A file that a reader may know; what goes wrong in it becomes an error that names it.
struct OpenedFile {
  let path: String
  /// All of it; of a container of tensors (see `isContainer`) the beginning.
  let bytes: [UInt8]
  let contents: FileContents
  /// What the bytes are, if they are a zip archive.
  let archive: ZipArchive?
  var assumptions = NetworkAssumptions()
  /// Whether the weights of heads are to be read.
  var readsHeads = false
}

extension OpenedFile {
  /// Reads a file; of a container of tensors only what is asked for, since most of it is often no recurrent layer's.
  ///
  /// - Throws: `InputFileError` if it cannot be opened, `NetworkFileError` if it is too large, or a zip archive that
  ///   is damaged.
  init(path: String) throws {
    let limit = NetworkFile.mostBytes
    func check(_ size: Int) throws {
      guard size > limit else { return }
      throw NetworkFileError(
        path: path,
        .tooLarge(what: "the size of the file in bytes", found: UInt64(size), limit: UInt64(limit)))
    }
    if let file = try RandomAccessFile(path) {
      let contents = FileContents.file(file)
      let head = (try? contents.bytes(0..<min(Self.headBytes, file.size))) ?? []
      if Self.isContainer(head[...]) {
        try check(file.size)
        try self.init(Array(head), contents, path: path)
        return
      }
    }
    let bytes = try InputFile.bytes(of: path, upTo: limit + 1) { !$0.allSatisfy { $0 == 0 } }
    try check(bytes.count)
    try self.init(bytes, path: path)
  }

  /// More than any reader needs to know what is its own.
  private static let headBytes = 1 << 16

  /// Whether bytes begin like a format whose parts are found without reading the others.
  private static func isContainer(_ head: ArraySlice<UInt8>) -> Bool {
    ZipArchive.isZip(head) || SafetensorsContainer.begins(head)
  }

  /// - Throws: `NetworkFileError` if it is a zip archive that is damaged.
  init(_ bytes: [UInt8], path: String) throws(NetworkFileError) {
    try self.init(bytes, .memory(bytes), path: path)
  }

  private init(_ bytes: [UInt8], _ contents: FileContents, path: String) throws(NetworkFileError) {
    do {
      let archive = ZipArchive.isZip(bytes) ? try ZipArchive(contents) : nil
      self.init(path: path, bytes: bytes, contents: contents, archive: archive)
    } catch {
      throw NetworkFileError(path: path, error)
    }
  }

  /// - Parameter place: the object within the file, where there is one.
  func error(at place: String? = nil, _ problem: NetworkFileProblem) -> NetworkFileError {
    NetworkFileError(path: path, place: place, problem)
  }

  /// Evaluates something whose problem, if it has one, is that of this file and place.
  func located<Value>(
    at place: String? = nil, _ value: @autoclosure () throws(NetworkFileProblem) -> Value
  ) throws(NetworkFileError) -> Value {
    do { return try value() } catch { throw self.error(at: place, error) }
  }
}

/// A network file that cannot be read.
public struct NetworkFileError: Error, Equatable, Sendable {
  /// Of the file.
  public let path: String
  /// The object within the file, where there is one: "layers/lstm/cell/vars/0", "weight_ih_l0", "node 3 (LSTM)".
  public let place: String?
  /// What is wrong with it.
  public let problem: NetworkFileProblem

  package init(path: String, place: String? = nil, _ problem: NetworkFileProblem) {
    self.path = path
    self.place = place
    self.problem = problem
  }
}

/// What can be wrong with a network file. Each format's reader uses the cases that fit.
public enum NetworkFileProblem: Error, Equatable, Sendable {
  /// None of the formats that are read.
  case unknownFormat
  /// No network file, but one that is known.
  case otherFile(OtherFile)
  /// A folder without any of these files.
  case folder(lacking: [String])
  /// A program of TorchScript whose weights have no names.
  case torchScript
  /// A recurrence that is no RNN, LSTM or GRU node of an ONNX graph.
  case recurrence(ONNXRecurrence)
  /// The file holds no recurrent layer.
  case noRecurrentLayer
  /// Ends before what it says it holds: bytes needed and there.
  case truncated(needed: UInt64, found: UInt64)
  /// Not put together as the format asks; what was found, in words.
  case malformed(String)
  /// Something that has to be there is not.
  case missing(String)
  /// The same name twice.
  case duplicate(String)
  /// A shape that does not fit the others.
  case shape(found: [Int], expected: [Int])
  /// A number type that is not among those allowed.
  case numberType(found: String)
  /// More than is read at all: a limit that no honest file meets.
  case tooLarge(what: String, found: UInt64, limit: UInt64)
  /// A feature of the container that is refused for safety or is not supported: "external link", "deflate64".
  case unsupported(String)
  /// Weights that are NaN or infinite; the first one's index in the tensor.
  case notFinite(index: Int)
}
