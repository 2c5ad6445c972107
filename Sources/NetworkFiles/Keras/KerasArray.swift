import HDF5

/// An array of a Keras cell, as Keras has it today: kernel I x GH, recurrent kernel H x GH, bias GH or 2 x GH.
struct KerasArray {
  /// That of the dataset, or of the first of those that it is made of.
  let place: String
  let shape: [Int]
  let storage: StoredNumber
  /// Row-major.
  let numbers: () throws(NetworkFileError) -> StoredNumbers
  private let opened: OpenedFile

  /// - Throws: `NetworkFileError` at a dataset that is none of floats.
  init(_ object: HDF5ImageObject, in opened: OpenedFile) throws(NetworkFileError) {
    let dataset = try opened.hdf5(object.dataset())
    let storage = StoredNumber(rawValue: dataset.number.rawValue) ?? .float64
    (self.place, self.shape, self.storage, self.opened) = (object.path, dataset.shape, storage, opened)
    numbers = { () throws(NetworkFileError) in
      let bytes = try opened.hdf5(dataset.read())
      return try opened.located(at: object.path, StoredNumbers(storage, in: bytes))
    }
  }

  /// An array whose numbers are made of those of another, or several.
  private init(
    of other: KerasArray, shape: [Int], numbers: @escaping () throws(NetworkFileError) -> [Double]
  ) {
    (place, self.shape, storage, opened) = (other.place, shape, other.storage, other.opened)
    let (place, opened) = (place, opened)
    self.numbers = { () throws(NetworkFileError) in
      let numbers = try numbers()
      // Two finite numbers can add up to more than float64 holds.
      guard numbers.allSatisfy(\.isFinite) else {
        throw opened.error(at: place, .malformed("biases whose sum is not finite"))
      }
      return try opened.located(at: place, StoredNumbers(numbers))
    }
  }

  // MARK: Layouts of old

  /// The arrays of a cell of Keras 1, which has W, U and b of every gate apart: those of all gates side by side.
  ///
  /// - Parameter arrays: three for every gate, by `KerasNamedWeight.Old`.
  /// - Throws: `shape` at an array that is not as large as the first of its kind.
  static func sideBySide(
    _ arrays: [KerasArray], _ old: [KerasNamedWeight.Old], gates: [String], in opened: OpenedFile
  ) throws(NetworkFileError) -> [KerasArray] {
    var joined: [KerasArray] = []
    for letter in ["W", "U", "b"] {
      var parts: [KerasArray] = []
      for gate in gates {
        guard let place = old.firstIndex(of: .init(letter: letter, gate: gate)) else {
          throw opened.error(at: arrays[0].place, .missing("\(letter) of gate \(gate)"))
        }
        parts.append(arrays[place])
      }
      joined.append(try parts[0].joined(parts, opened))
    }
    return joined
  }

  private func joined(_ parts: [KerasArray], _ opened: OpenedFile) throws(NetworkFileError) -> KerasArray {
    for part in parts where part.shape != shape || shape.isEmpty {
      throw opened.error(at: part.place, .shape(found: part.shape, expected: shape))
    }
    let columns = shape[shape.count - 1]
    let size = columns.multipliedReportingOverflow(by: parts.count)
    return KerasArray(
      of: self, shape: shape.dropLast() + [size.overflow ? .max : size.partialValue]
    ) { () throws(NetworkFileError) in
      var numbers: [[Double]] = []
      for part in parts { numbers.append(try part.numbers().values()) }
      guard columns > 0 else { return [] }
      return stride(from: 0, to: numbers[0].count, by: columns).flatMap { row in
        numbers.flatMap { $0[row..<row + columns] }
      }
    }
  }

  /// A kernel of a CuDNN layer as that of a plain one: each gate's block is the transpose of what it seems to be, of the
  /// input kernel in the order in which its numbers lie. Source: `_convert_rnn_weights` of Keras 2.
  func fromCuDNN(gates: Int) -> KerasArray {
    guard shape.count == 2, shape[1] % gates == 0 else { return self }
    let (rows, columns) = (shape[0], shape[1] / gates)
    return KerasArray(of: self, shape: shape) { () throws(NetworkFileError) in
      let numbers: [Double] = try self.numbers().values()
      var result = numbers
      for gate in 0..<gates {
        // The block's numbers in the order of its rows are those of a matrix of as many rows as it has columns.
        for place in 0..<rows * columns {
          let value = numbers[place / columns * columns * gates + gate * columns + place % columns]
          result[place % rows * columns * gates + gate * columns + place / rows] = value
        }
      }
      return result
    }
  }

  /// The two biases that a CuDNN layer has in a row: added up, or one below the other where they have to stay apart.
  func biasFromCuDNN(areApart: Bool) -> KerasArray {
    let half = shape[0] / 2
    return KerasArray(of: self, shape: areApart ? [2, half] : [half]) { () throws(NetworkFileError) in
      let numbers: [Double] = try self.numbers().values()
      return areApart ? numbers : zip(numbers.prefix(half), numbers.suffix(half)).map { $0 + $1 }
    }
  }
}
