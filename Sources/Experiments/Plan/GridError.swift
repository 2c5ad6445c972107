import RecurrentNetworks

/// A grid that cannot be run.
public enum GridError: Error, Equatable {
  /// An axis without values. Allowed: at least one.
  case emptyAxis(GridAxis)
  /// A number of layers, a size or a number of repeats. Allowed: 1 ... `Grid.largestValue`.
  case outOfRange(GridAxis, Int)
  /// A value that its axis holds twice. Allowed: each value once.
  case repeatedValue(GridAxis, String)
  /// A cell whose weights are not trained. Allowed: `CellType.trainable`.
  case notTrainable(CellType)
  /// The product of these axes. Allowed: at most `Grid.mostRuns`. The count is a floating-point number so that
  /// it cannot overflow.
  case tooManyRuns(Double, of: [GridAxis])
}
