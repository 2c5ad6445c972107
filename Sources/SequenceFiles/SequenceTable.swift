/// Sequences as a table: one row per step, one column per input. Several sequences stand one below the other.
package struct SequenceTable: Equatable, Sendable {
  /// Steps of all sequences.
  package let rows: Int
  package let columns: Int
  /// Row by row; all finite.
  package let values: [Double]
  /// How many sequences of equally many steps the rows are.
  package let sequences: Int
  /// What the file calls the columns; nil where it has no names.
  package let names: [String]?

  /// Steps of every sequence.
  package var steps: Int { rows / sequences }

  /// - Throws: `SequenceFileProblem`: `empty`, or `notFinite` with the first place that is not.
  /// - Precondition: `values` fills the table, and every sequence has as many rows.
  package init(
    rows: Int, columns: Int, values: [Double], sequences: Int = 1, names: [String]? = nil
  ) throws(SequenceFileProblem) {
    precondition(rows >= 0 && columns >= 0 && values.count == rows * columns)
    guard rows > 0, columns > 0, sequences > 0 else { throw .empty(rows: rows, columns: columns) }
    precondition(rows.isMultiple(of: sequences) && names?.count ?? columns == columns)
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: place / columns, column: place % columns)
    }
    self.rows = rows
    self.columns = columns
    self.values = values
    self.sequences = sequences
    self.names = names
  }

  /// From an array of a file: of one axis, which are the steps of one input, of steps and inputs, or of sequences,
  /// steps and inputs.
  ///
  /// - Parameter read: the values, the last axis running fastest, once the shape is known to be one of those and not
  ///   too large.
  /// - Throws: `SequenceFileProblem`: `rank`, `tooLarge`, what `read` and the other initialiser throw.
  init(shape: [Int], read: (_ count: Int) throws(SequenceFileProblem) -> [Double]) throws(SequenceFileProblem)
  {
    guard (1...3).contains(shape.count) else { throw .rank(shape: shape) }
    guard !shape.contains(0) else {
      let isWithoutSteps = shape.count == 1 || shape.dropLast().contains(0)
      throw .empty(
        rows: isWithoutSteps ? 0 : shape[0], columns: shape.count == 1 ? 1 : shape[shape.count - 1])
    }
    let needed = shape.reduce(8.0) { $0 * Double($1) }
    guard needed <= Double(SequenceFile.byteLimit) else {
      throw .tooLarge(bytes: needed, limit: SequenceFile.byteLimit)
    }
    let columns = shape.count == 1 ? 1 : shape[shape.count - 1]
    let rows = shape.count == 1 ? shape[0] : shape.dropLast().reduce(1, *)
    try self.init(
      rows: rows, columns: columns, values: read(rows * columns), sequences: shape.count == 3 ? shape[0] : 1)
  }

  /// The columns of a choice, in its order; all of them where there is none.
  ///
  /// - Throws: `SequenceFileProblem.noSuchColumn`.
  func choosing(_ choice: ColumnChoice?) throws(SequenceFileProblem) -> SequenceTable {
    guard let choice else { return self }
    let places = try choice.places(names: names, count: columns)
    var chosen: [Double] = []
    chosen.reserveCapacity(rows * places.count)
    for row in 0..<rows { for place in places { chosen.append(values[row * columns + place]) } }
    return try SequenceTable(
      rows: rows, columns: places.count, values: chosen, sequences: sequences,
      names: names.map { names in places.map { names[$0] } })
  }

  /// The columns in words for errors: "1 'a', 2 'b'".
  package var columnList: String { ColumnChoice.list(names: names, count: columns) }
}

/// Which columns of a file are read, in the order in which the network is fed them: names of the file's header, or
/// numbers, counted from 1.
package struct ColumnChoice: Hashable, Sendable {
  package let columns: [String]

  /// From text like "temperature,3"; nil if one of the columns is nothing, or there twice.
  package init?(_ text: String) {
    let columns = text.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    }.map { String($0) }
    guard columns.allSatisfy({ !$0.isEmpty }), Set(columns).count == columns.count else { return nil }
    self.columns = columns
  }

  /// Where the columns stand, from 0. What is both a name and a number is a name.
  ///
  /// - Parameters:
  ///   - names: those of the header, if there is one.
  ///   - count: how many columns there are.
  /// - Throws: `SequenceFileProblem.noSuchColumn`.
  func places(names: [String]?, count: Int) throws(SequenceFileProblem) -> [Int] {
    try columns.map { (column) throws(SequenceFileProblem) -> Int in
      if let place = names?.firstIndex(of: column) { return place }
      if let number = Int(column), (1...count).contains(number) { return number - 1 }
      throw .noSuchColumn(column, known: Self.list(names: names, count: count))
    }
  }

  /// "1 'a', 2 'b'"; the first ones, if there are many.
  package static func list(names: [String]?, count: Int) -> String {
    let most = 20
    guard let names else { return count == 1 ? "1" : "1 to \(count)" }
    let first = names.prefix(most).enumerated().map { "\($0 + 1) '\($1)'" }.joined(separator: ", ")
    return count > most ? "\(first), … \(count)" : first
  }
}
