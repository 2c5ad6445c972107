import RecurrentNetworks

/// A recorded sequence from which the inputs of divergence runs are taken: N rows, one per step, of as many
/// columns as the networks have inputs, or more, of which the first are read.
///
/// A run reads rows in order, from a start of its own, and after row N - 1 goes on with row 0: data longer than
/// the run are cut, shorter ones laid end to end. With T total steps and D unique ones,
/// - sequence A reads row (o + t) mod N at step t, o being drawn uniformly from all N rows;
/// - sequence B reads row (b + t) mod N in the unique steps, t < D, and A's rows after. b is drawn uniformly
///   from the starts whose D rows have none in common with the D rows of A, if there are such (N >= 2D), and
///   else from all rows but o.
///
/// A run whose two sequences read equal values in every unique step (of constant data, or of periodic data
/// by chance) compares nothing, and fails with `DivergenceError.equalInputs`.
///
/// The values are shared by all copies.
public struct RecordedInputs: Hashable, Sendable {
  /// N.
  public let rows: Int
  public let columns: Int
  /// Row by row.
  public let values: [Double]

  /// - Throws: `RecordedInputsError`: `tooFewRows` for fewer than 2; `notFinite` for what is not, or would not
  ///   be in float32, so that both precisions can read the same data.
  /// - Precondition: `values` fills the table, of at least one column.
  public init(rows: Int, columns: Int, values: [Double]) throws(RecordedInputsError) {
    precondition(columns >= 1 && values.count == rows * columns)
    guard rows >= 2 else { throw .tooFewRows(rows) }
    if let place = values.firstIndex(where: { !Float($0).isFinite }) {
      throw .notFinite(values[place], row: place / columns, column: place % columns)
    }
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// - Throws: `RecordedInputsError.tooFewColumns` if networks of this input size cannot read these data.
  public func check(inputSize: Int) throws(RecordedInputsError) {
    guard columns >= inputSize else { throw .tooFewColumns(columns, inputSize: inputSize) }
  }

  /// The rows at which the two sequences of a run begin: o and b.
  ///
  /// - Parameters:
  ///   - first: of which o is a pure function.
  ///   - second: of which b is one, given o.
  func starts(uniqueSteps: Int, first: RandomStream, second: RandomStream) -> (a: Int, b: Int) {
    let a = first.integer(below: rows)
    let apart = rows / 2 >= uniqueSteps ? uniqueSteps : 1
    let b = a + apart + second.integer(below: rows - 2 * apart + 1)
    return (a, b % rows)
  }
}
