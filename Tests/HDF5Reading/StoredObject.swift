import CHDF5
import HDF5

/// A group or a dataset of a file on disk as libhdf5 itself reads it: what other programs find in what this one
/// wrote. Every question opens the file and closes it again, in one step under the lock of the module that writes.
package struct StoredObject {
  private let file: String
  /// The path inside the file, beginning with `/`.
  package let path: String

  /// The root group of a file.
  package init(file: String) {
    self.init(file: file, path: "/")
  }

  private init(file: String, path: String) {
    self.file = file
    self.path = path
  }

  // MARK: Groups

  /// In the order of creation.
  package func memberNames() throws -> [String] {
    try opened { object in
      var information = H5G_info_t()
      try check(hdf5.H5Gget_info(object, &information))
      return (0..<information.nlinks).map { place in
        Self.name { hdf5.H5Lget_name_by_idx(object, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, place, $0, $1, 0) }
      }
    }
  }

  package func hasMember(_ name: String) throws -> Bool { try memberNames().contains(name) }

  package func dataset(_ name: String) throws -> StoredObject {
    guard try hasMember(name) else { throw ReadingFailure(file: file, path: "/\(name)") }
    return StoredObject(file: file, path: "/\(name)")
  }

  // MARK: Datasets

  /// The axis lengths.
  package func shape() throws -> [Int] {
    try opened { dataset in
      try owned(hdf5.H5Dget_space(dataset), hdf5.H5Sclose) { space in
        var lengths = [UInt64](repeating: 0, count: Int(try check(hdf5.H5Sget_simple_extent_ndims(space))))
        try check(hdf5.H5Sget_simple_extent_dims(space, &lengths, nil))
        return lengths.map { Int($0) }
      }
    }
  }

  /// All numbers, the last axis running fastest.
  ///
  /// - Parameter type: the very one that is stored.
  package func read<Element: HDF5Element>(as type: Element.Type) throws -> [Element] {
    try opened { dataset in
      try numbers(hdf5.H5Dget_type(dataset), hdf5.H5Dget_space(dataset)) {
        hdf5.H5Dread(dataset, $0, CHDF5_S_ALL(), CHDF5_S_ALL(), 0, $1)
      }
    }
  }

  /// All strings, the last axis running fastest, of variable length.
  package func readStrings() throws -> [String] {
    try opened { dataset in
      try owned(hdf5.H5Dget_type(dataset), hdf5.H5Tclose) { type in
        try owned(hdf5.H5Dget_space(dataset), hdf5.H5Sclose) { space in
          guard hdf5.H5Tis_variable_str(type) > 0 else { throw ReadingFailure(file: file, path: path) }
          var pointers = [UnsafeMutablePointer<CChar>?](
            repeating: nil, count: Int(hdf5.H5Sget_simple_extent_npoints(space)))
          defer { _ = hdf5.H5Dvlen_reclaim(type, space, 0, &pointers) }
          try check(hdf5.H5Dread(dataset, type, CHDF5_S_ALL(), CHDF5_S_ALL(), 0, &pointers))
          return pointers.map { $0.map { String(cString: $0) } ?? "" }
        }
      }
    }
  }

  /// The paths of the dimension scales of every axis, in the order of attachment.
  package func scalePaths() throws -> [[String]] {
    let axes = try shape().indices
    return try opened { dataset in
      try axes.map { axis in
        var paths: [String] = []
        _ = try withUnsafeMutablePointer(to: &paths) { collected in
          try check(
            hdf5.H5DSiterate_scales(
              dataset, UInt32(axis), nil,
              { _, _, scale, collected in
                let path = StoredObject.name { hdf5.H5Iget_name(scale, $0, $1) }
                collected?.assumingMemoryBound(to: [String].self).pointee.append(path)
                return 0
              }, collected))
        }
        return paths
      }
    }
  }

  // MARK: Attributes

  package func hasAttribute(_ name: String) throws -> Bool {
    try opened { try check(hdf5.H5Aexists($0, name)) > 0 }
  }

  /// The numbers of an attribute, of the very type that is stored.
  package func attribute<Element: HDF5Element>(_ name: String, as type: Element.Type) throws -> [Element] {
    try opened { object in
      try owned(hdf5.H5Aopen(object, name, 0), hdf5.H5Aclose) { attribute in
        try numbers(hdf5.H5Aget_type(attribute), hdf5.H5Aget_space(attribute)) {
          hdf5.H5Aread(attribute, $0, $1)
        }
      }
    }
  }

  /// The one string of an attribute, of fixed length.
  package func stringAttribute(_ name: String) throws -> String {
    try opened { object in
      try owned(hdf5.H5Aopen(object, name, 0), hdf5.H5Aclose) { attribute in
        try owned(hdf5.H5Aget_type(attribute), hdf5.H5Tclose) { type in
          guard hdf5.H5Tget_class(type) == H5T_STRING, hdf5.H5Tis_variable_str(type) == 0 else {
            throw ReadingFailure(file: file, path: "\(path)@\(name)")
          }
          var characters = [UInt8](repeating: 0, count: hdf5.H5Tget_size(type))
          try check(hdf5.H5Aread(attribute, type, &characters))
          return String(decoding: characters.prefix { $0 != 0 }, as: UTF8.self)
        }
      }
    }
  }

  // MARK: Calls

  private func opened<Result>(_ body: (hid_t) throws -> Result) throws -> Result {
    try HDF5Library.locked { () throws -> Result in
      try owned(hdf5.H5Fopen(file, CHDF5_F_ACC_RDONLY(), 0), hdf5.H5Fclose) { file in
        try owned(hdf5.H5Oopen(file, path, 0), hdf5.H5Oclose, body)
      }
    }
  }

  private func numbers<Element: HDF5Element>(
    _ type: hid_t, _ space: hid_t, _ read: (hid_t, UnsafeMutableRawPointer) -> herr_t
  ) throws -> [Element] {
    try owned(type, hdf5.H5Tclose) { type in
      try owned(space, hdf5.H5Sclose) { space in
        guard hdf5.H5Tequal(type, Element.nativeType()) > 0 else {
          throw ReadingFailure(file: file, path: path)
        }
        var values = [Element](repeating: .zero, count: Int(hdf5.H5Sget_simple_extent_npoints(space)))
        try check(read(type, &values))
        return values
      }
    }
  }

  private func owned<Result>(
    _ handle: hid_t, _ close: (hid_t) -> herr_t, _ body: (hid_t) throws -> Result
  ) throws -> Result {
    try check(handle)
    defer { _ = close(handle) }
    return try body(handle)
  }

  @discardableResult
  private func check<Status: SignedInteger>(_ status: Status) throws -> Status {
    guard status >= 0 else { throw ReadingFailure(file: file, path: path) }
    return status
  }

  /// Reads a name that the library copies into a buffer, asking for its length first.
  private static func name(_ read: (UnsafeMutablePointer<CChar>?, Int) -> Int) -> String {
    var characters = [CChar](repeating: 0, count: max(0, read(nil, 0)) + 1)
    _ = read(&characters, characters.count)
    return String(decoding: characters.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

/// What libhdf5 cannot read, or what is of another type than expected.
package struct ReadingFailure: Error {
  let file: String
  let path: String
}
