/// What lies at a path of values: of one that is stored in them by its first byte, since to follow a path takes longer
/// than all else that is done with a column of a tiny run.
struct PlaceInValue<Value, Part>: Sendable {
  private let path: WritableKeyPath<Value, Part> & Sendable
  private let offset: Int?

  init(_ path: WritableKeyPath<Value, Part> & Sendable) {
    self.path = path
    offset = MemoryLayout<Value>.offset(of: path)
  }

  func parts(of values: [Value]) -> [Part] {
    guard let offset else { return values.map { $0[keyPath: path] } }
    return values.withUnsafeBytes { bytes in
      values.indices.map { index in
        bytes.baseAddress.unsafelyUnwrapped.advanced(by: index * MemoryLayout<Value>.stride + offset)
          .assumingMemoryBound(to: Part.self).pointee
      }
    }
  }

  /// Changes what lies there, value after value, by their numbers.
  ///
  /// - Returns: true.
  func update(_ values: inout [Value], _ change: (Int, inout Part) -> Void) -> Bool {
    guard let offset else {
      for index in values.indices { change(index, &values[index][keyPath: path]) }
      return true
    }
    values.withUnsafeMutableBytes { bytes in
      for index in 0..<bytes.count / MemoryLayout<Value>.stride {
        change(
          index,
          &bytes.baseAddress.unsafelyUnwrapped.advanced(by: index * MemoryLayout<Value>.stride + offset)
            .assumingMemoryBound(to: Part.self).pointee)
      }
    }
    return true
  }

  /// So many of every value, one value after the other; what stands for none of a value that has not as many.
  func elements<Element>(of values: [Value], _ count: Int, missing: Element) -> [Element]
  where Part == [Element] {
    var all: [Element] = []
    all.reserveCapacity(values.count * count)
    for part in parts(of: values) {
      if part.count == count { all += part } else { all += repeatElement(missing, count: count) }
    }
    return all
  }
}
