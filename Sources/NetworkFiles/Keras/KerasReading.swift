import HDF5

/// One file that is being read: turns what goes wrong in it into errors that name it.
struct KerasReading {
  let path: String

  /// The root of an HDF5 file in memory.
  func image(_ bytes: [UInt8]) throws(NetworkFileError) -> HDF5ImageObject {
    try file { () throws(HDF5ImageError) in try HDF5Image(bytes).root() }
  }

  func error(_ place: String, _ problem: NetworkFileProblem) -> NetworkFileError {
    NetworkFileError(path: path, place: place == "/" ? nil : place, problem)
  }

  func located<Result>(
    _ place: String, _ body: () throws(NetworkFileProblem) -> Result
  ) throws(NetworkFileError) -> Result {
    do { return try body() } catch { throw self.error(place, error) }
  }

  func file<Result>(_ body: () throws(HDF5ImageError) -> Result) throws(NetworkFileError) -> Result {
    do { return try body() } catch { throw self.error(error.object, NetworkFileProblem(error.problem)) }
  }
}

extension NetworkFileProblem {
  fileprivate init(_ problem: HDF5ImageProblem) {
    switch problem {
    case .notHDF5: self = .malformed("no HDF5 file")
    case .truncated(let needed, let found): self = .truncated(needed: needed, found: found)
    case .malformed(let what): self = .malformed(what)
    case .wrongType(let found): self = .numberType(found: found)
    case .unsupported(let what): self = .unsupported(what)
    case .tooLarge(let what, let found, let limit): self = .tooLarge(what: what, found: found, limit: limit)
    }
  }
}
