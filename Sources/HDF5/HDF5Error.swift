/// A failure to read or write an HDF5 file.
public struct HDF5Error: Error, Equatable, Sendable {
  /// Path of the file on disk.
  public var file: String
  /// Path of the object inside the file, such as `/settled_steps`; an attribute is `/settled_steps@units`.
  public var object: String
  /// What went wrong there.
  public var problem: HDF5Problem
}

/// What can go wrong with an object of an HDF5 file.
public enum HDF5Problem: Equatable, Sendable {
  /// A call of the C library or of the system failed. Its own messages, from the call that was made to the
  /// innermost cause, such as "No such file or directory" or "No space left on device".
  case failedCall(String, messages: [String])
  /// There is no such dataset or attribute.
  case missing
  /// It holds values of another type than was asked for. Both as `HDF5ElementType` names them, or "string",
  /// "compound" and the like.
  case wrongType(found: String, expected: String)
  /// Its declared size exceeds what the caller allows to be read. Sizes of hostile files may exceed every
  /// integer type, hence the floating-point number.
  case tooLarge(bytes: Double, limit: Int)
  /// The number of values to be written, or found where one was asked for, is not that of the shape.
  case wrongCount(found: Int, shape: [Int])
  /// A dimension scale has not one axis of the same length as the one that it should label.
  case scaleShape(found: [Int], axis: Int, length: Int)
  /// A string to be written contains U+0000, which ends a string in HDF5.
  case nullCharacter
  /// A stored string is not UTF-8.
  case invalidUTF8
}

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
