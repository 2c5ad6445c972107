/// The error in one line: what a command line may print after the program's name.
extension HDF5Error: CustomStringConvertible {
  public var description: String {
    object == "/" ? "\(file): \(problem)" : "\(file): \(object): \(problem)"
  }
}

extension HDF5Problem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .failedCall(let call, let messages):
      ([call + " failed"] + Self.summary(of: messages)).joined(separator: ": ")
    case .missing:
      "not there"
    case .wrongType(let found, let expected):
      "holds \(found) values, expected \(expected)"
    case .tooLarge(let bytes, let limit):
      "declares \(bytes) bytes, allowed are at most \(limit)"
    case .wrongCount(let found, let shape):
      "\(found) values do not fill the shape \(shape)"
    case .scaleShape(let found, let axis, let length):
      "a scale of the shape \(found) does not fit axis \(axis) of length \(length)"
    case .nullCharacter:
      "a string contains a null character"
    case .invalidUTF8:
      "a string is not UTF-8"
    }
  }

  /// The first message, which says what failed, and what says why: the system's error if a message quotes
  /// one, else the last message. In between, a stack can hold dozens.
  private static func summary(of messages: [String]) -> [String] {
    guard let first = messages.first, let last = messages.last else { return [] }
    let quoted = messages.lazy.compactMap { $0.firstMatch(of: /error message = '([^']*)'/) }.first
    let cause = quoted.map { String($0.1) } ?? last
    return first == cause ? [first] : [first, cause]
  }
}
