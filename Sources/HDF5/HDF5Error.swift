/// A failure to read or write an HDF5 file.
public struct HDF5Error: Error, Equatable, Sendable {
  /// Path of the file on disk.
  public var file: String
  /// Path of the object inside the file, such as `/settled_steps`; an attribute is `/settled_steps@units`.
  public var object: String
  /// What went wrong there.
  public var problem: HDF5Problem
}
