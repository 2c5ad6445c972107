/// A name in a group.
struct HDF5ImageLink {
  let name: String
  /// The object's address; nil for anything but a hard link.
  let target: UInt64?
  /// Grows with the time of creation; nil if the group does not keep that.
  let order: UInt64?
  /// What the link is, for the error if it is followed.
  let kind: String
}
