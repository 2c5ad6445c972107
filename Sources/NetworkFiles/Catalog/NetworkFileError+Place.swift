extension NetworkFileError {
  /// Does something whose problem, if it has one, is that of this file and place.
  static func placing<Value>(
    path: String, place: String? = nil, _ work: () throws(NetworkFileProblem) -> Value
  ) throws(NetworkFileError) -> Value {
    do throws(NetworkFileProblem) {
      return try work()
    } catch {
      throw NetworkFileError(path: path, place: place, error)
    }
  }
}
