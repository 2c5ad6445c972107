import RecurrentNetworks

/// Recorded sequences from which the inputs of divergence runs are taken: rows, one per step, of as many columns as the
/// networks have inputs.
///
/// Sequence A of a run reads the rows from a start of its own on; B reads those from another start on in the unique
/// steps, and then what A reads (`RecordedLayout` says which starts).
///
/// A run whose two sequences read equal values in every unique step (of constant data, or of periodic data
/// by chance) compares nothing, and fails with `DivergenceError.equalInputs`.
///
/// The values are shared by all copies.
public struct RecordedInputs: Hashable, Sendable {
  /// Of the rows: where sequences end, and whether they are continued.
  public let layout: RecordedLayout
  /// Values per row.
  public let columns: Int
  /// Row by row.
  public let values: [Double]
  /// What the columns are called, for errors; nil where they have no names.
  public let columnNames: [String]?

  /// - Throws: `RecordedInputsError`: `tooFewRows` for fewer than 2; `notFinite` for what is not, or would not
  ///   be in float32, so that both precisions can read the same data.
  /// - Precondition: `values` fills the table, of at least one column.
  public init(
    _ layout: RecordedLayout, columns: Int, values: [Double], columnNames: [String]? = nil
  ) throws(RecordedInputsError) {
    precondition(columns >= 1 && values.count == layout.rows * columns)
    guard layout.rows >= 2 else { throw .tooFewRows(layout.rows) }
    if let place = values.firstIndex(where: { !Float($0).isFinite }) {
      throw .notFinite(values[place], row: place / columns, column: place % columns)
    }
    self.layout = layout
    self.columns = columns
    self.values = values
    self.columnNames = columnNames
  }

  /// What stands in a column from a row on, and from row 0 again after the last.
  func series(_ column: Int, from row: Int, steps: Int) -> [Double] {
    (0..<steps).map { values[(row + $0) % layout.rows * columns + column] }
  }

  /// - Throws: `RecordedInputsError.otherColumns` if networks of this input size cannot read these data.
  public func check(inputSize: Int) throws(RecordedInputsError) {
    guard columns == inputSize else { throw .otherColumns(columns, names: columnNames, inputSize: inputSize) }
  }
}

/// Which rows of recorded sequences belong together.
///
/// A run reads within one sequence, of L steps, which must be as many as the run has, T. The first row of its sequence A
/// is drawn uniformly from all from which T steps are left. The first row of the D unique steps of its sequence B is drawn
/// uniformly from all from which D steps are left and whose D rows have none in common with the D rows of A; if there
/// are none such, from all but A's.
///
/// Repeated data are laid end to end without an end: then a run reads row (o + t) mod N at step t, of all N rows, which a
/// run may go through several times. o is drawn from all rows, and B's first row likewise.
public struct RecordedLayout: Codable, Hashable, Sendable {
  /// N, of all sequences.
  public let rows: Int
  /// How many there are, of equally many rows.
  public let sequences: Int
  /// Whether what follows after the last row is the first.
  public let isRepeated: Bool

  /// - Precondition: every sequence has as many rows, and there is one if they are repeated.
  public init(rows: Int, sequences: Int = 1, isRepeated: Bool = false) {
    precondition(sequences >= 1 && rows.isMultiple(of: sequences) && (!isRepeated || sequences == 1))
    self.rows = rows
    self.sequences = sequences
    self.isRepeated = isRepeated
  }

  /// L.
  public var steps: Int { rows / sequences }

  /// - Throws: `RecordedInputsError.tooFewSteps` if no sequence has as many steps as a run reads.
  public func check<Settings>(
    _ recording: Recording<Settings>, _ settings: Settings
  ) throws(RecordedInputsError) {
    let needed = recording.steps(settings)
    guard isRepeated || steps >= needed else {
      throw .tooFewSteps(
        steps, sequences: sequences, needed: needed, of: recording.stepSettings,
        mayRepeat: recording.mayRepeat)
    }
  }

  /// The first row of so many steps, drawn uniformly from all from which as many are left; of repeated data from all.
  func start(steps needed: Int, _ stream: RandomStream) -> Int {
    guard !isRepeated else { return stream.integer(below: rows) }
    let perSequence = steps - needed + 1
    let drawn = stream.integer(below: sequences * perSequence)
    return drawn / perSequence * steps + drawn % perSequence
  }

  /// The first rows of two stretches of one sequence, the second after the first, without a row in common: a sequence is
  /// drawn, and of what it has too many of, two parts of random size are left out before each.
  ///
  /// - Precondition: no repeated data; a sequence has as many steps as both.
  func starts(of first: Int, then second: Int, _ stream: RandomStream) -> (first: Int, second: Int) {
    let spare = steps - first - second
    let sequence = stream.child(0).integer(below: sequences) * steps
    let parts = [1, 2].map { stream.child($0).integer(below: spare + 1) }.sorted()
    return (sequence + parts[0], sequence + first + parts[1])
  }

  /// The rows at which the two sequences of a run begin.
  ///
  /// - Parameters:
  ///   - first: of which A's is a pure function.
  ///   - second: of which B's is one, given A's.
  func starts(of span: RunSpan, first: RandomStream, second: RandomStream) -> (a: Int, b: Int) {
    guard !isRepeated else {
      let a = first.integer(below: rows)
      let apart = rows / 2 >= span.unique ? span.unique : 1
      let b = a + apart + second.integer(below: rows - 2 * apart + 1)
      return (a, b % rows)
    }
    let (perA, perB) = (steps - span.total + 1, steps - span.unique + 1)
    let drawn = first.integer(below: sequences * perA)
    let (sequence, a) = (drawn / perA, drawn % perA)
    var taken = max(0, a - span.unique + 1)...min(perB - 1, a + span.unique - 1)
    if taken.count == sequences * perB { taken = a...a }
    var b = second.integer(below: sequences * perB - taken.count)
    if b >= sequence * perB + taken.lowerBound { b += taken.count }
    return (sequence * steps + a, b / perB * steps + b % perB)
  }
}

/// Recorded data that divergence runs cannot take their inputs from.
public enum RecordedInputsError: Error, Equatable {
  /// Allowed: at least 2, so that there are two stretches to compare.
  case tooFewRows(Int)
  /// Allowed: as many as the network has inputs.
  case otherColumns(Int, names: [String]?, inputSize: Int)
  /// Steps of each of so many sequences, and those of a run, with the settings that make them up. Allowed: at least as
  /// many, unless the data may be laid end to end.
  case tooFewSteps(Int, sequences: Int, needed: Int, of: [String], mayRepeat: Bool)
  /// Not finite, or not in float32; row and column from 0.
  case notFinite(Double, row: Int, column: Int)
}
