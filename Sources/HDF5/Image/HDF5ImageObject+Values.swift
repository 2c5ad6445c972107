/// The values of a dataset or an attribute in a file in memory, the last axis running fastest.
package enum HDF5ImageValues: Equatable, Sendable {
  /// As bytes, the lowest of every number first.
  case numbers(HDF5ImageNumber, [UInt8])
  case strings([String])
}

extension HDF5ImageObject {
  /// The numbers or strings of a dataset of any number of axes, and its shape.
  ///
  /// - Throws: `HDF5ImageError`: `malformed` if it is no dataset, `wrongType` if it holds something else,
  ///   naming what.
  package func values() throws(HDF5ImageError) -> (shape: [Int], values: HDF5ImageValues) {
    try Self.located(path) { () throws(HDF5ImageProblem) in
      let (type, shape) = try declaration()
      guard type.isReadable else { throw .wrongType(found: type.description) }
      let array = try StoredArray(of: self, shape: shape, valueSize: type.size)
      let bytes = try array.bytes()
      let count = bytes.count / max(1, type.size)
      return (
        array.shape,
        try values(of: type, count: count, in: ImageCursor(Array(bytes), in: 0..<bytes.count))
      )
    }
  }

  /// The axis lengths of a dataset, without its values.
  package func shape() throws(HDF5ImageError) -> [Int] {
    try Self.located(path) { () throws(HDF5ImageProblem) in
      try declaration().shape.map { Int(clamping: $0) }
    }
  }

  /// The addresses of the dimension scales of every axis of a dataset, in the order of attachment; nil if
  /// there are none. Source: HDF5 Dimension Scale Specification, the attribute DIMENSION_LIST.
  package func scaleAddresses() throws(HDF5ImageError) -> [[UInt64]]? {
    try withAttribute("DIMENSION_LIST") { attribute throws(HDF5ImageProblem) in
      guard attribute.type == .referenceLists else {
        throw .malformed("\(attribute.type.description) values where there have to be lists of references")
      }
      var (lists, count) = try attribute.stretch(in: image)
      var addresses: [[UInt64]] = []
      for _ in 0..<count {
        let length = try lists.number(4)
        guard var content = try heapContent(&lists), length > 0 else {
          addresses.append([])
          continue
        }
        try image.spend(Int(length))
        var list: [UInt64] = []
        for _ in 0..<length { list.append(try content.long()) }
        addresses.append(list)
      }
      return addresses
    }
  }

  // MARK: Values

  func values(
    of type: ImageType, count: Int, in bytes: ImageCursor
  ) throws(HDF5ImageProblem) -> HDF5ImageValues {
    switch type {
    case .number(let number, let isBigEndian):
      var bytes = bytes
      let numbers = try bytes.array(count * number.size)
      return .numbers(number, Array(number.littleEndian(numbers[...], isBigEndian: isBigEndian)))
    case .fixedString, .variableString:
      return .strings(try strings(of: type, count: count, in: bytes))
    case let other:
      throw .wrongType(found: other.description)
    }
  }

  func strings(
    of type: ImageType, count: Int, in bytes: ImageCursor
  ) throws(HDF5ImageProblem) -> [String] {
    var bytes = bytes
    var strings: [String] = []
    strings.reserveCapacity(count)
    for _ in 0..<count {
      if case .fixedString(let size, let isPaddedWithSpaces) = type {
        var string = try bytes.text(UInt64(size))[...]
        while isPaddedWithSpaces, string.last == " " { string.removeLast() }
        strings.append(String(string))
      } else {
        strings.append(try variableString(&bytes))
      }
    }
    return strings
  }

  /// A length, the heap that holds the characters, and their number in it.
  private func variableString(_ values: inout ImageCursor) throws(HDF5ImageProblem) -> String {
    let length = try values.number(4)
    guard var characters = try heapContent(&values), length > 0 else { return "" }
    guard length <= UInt64(characters.left) else { throw .malformed("a string longer than its place") }
    try image.spend(Int(length) / 8)
    return try characters.text(length)
  }

  /// What a global heap holds under the reference that is read: nil where the file says that there is
  /// nothing.
  private func heapContent(_ reference: inout ImageCursor) throws(HDF5ImageProblem) -> ImageCursor? {
    let heap = try reference.address()
    let index = Int(try reference.number(4))
    guard let heap, heap != 0 else { return nil }
    return ImageCursor(image.bytes, in: try image.heapObject(collection: heap, index: index))
  }
}
