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
