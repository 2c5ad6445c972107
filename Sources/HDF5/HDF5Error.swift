/// A failure to put an HDF5 file together.
package struct HDF5Error: Error, Equatable, Sendable {
  /// Path of the object inside the file, such as `/settled_steps`; an attribute is `/settled_steps@units`.
  package var object: String
  package var problem: HDF5Problem
}

/// What can go wrong with an object of an HDF5 file.
package enum HDF5Problem: Equatable, Sendable {
  /// A call of the C library failed. Its own messages, from the call that was made to the innermost cause.
  case failedCall(String, messages: [String])
  /// The number of values is not that of the shape.
  case wrongCount(found: Int, shape: [Int])
  /// A dimension scale has not one axis of the same length as the one that it should label.
  case scaleShape(found: [Int], axis: Int, length: Int)
  /// A string contains U+0000, which ends a string in HDF5.
  case nullCharacter
}

/// The error in one line.
extension HDF5Error: CustomStringConvertible {
  package var description: String {
    switch problem {
    case .failedCall(let call, let messages):
      // The first message says what failed, the last one why. In between, a stack can hold dozens.
      ([object, call + " failed"] + messages.prefix(1) + messages.dropFirst().suffix(1))
        .joined(separator: ": ")
    case .wrongCount(let found, let shape):
      "\(object): \(found) values do not fill the shape \(shape)"
    case .scaleShape(let found, let axis, let length):
      "\(object): a scale of the shape \(found) does not fit axis \(axis) of length \(length)"
    case .nullCharacter:
      "\(object): a string contains a null character"
    }
  }
}
