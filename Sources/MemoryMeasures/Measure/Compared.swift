/// What networks and their random twins are compared by: a quantity that every run has once, or several times along an
/// axis.
public struct Compared<Value>: Sendable {
  /// Kinds of quantities.
  public enum Quantity: Sendable {
    /// Counts that may be censored, above 0: medians are set in ratio.
    case steps(@Sendable (Value) -> [CensoredSteps])
    /// Numbers of either sign, NaN where there is none: of medians the difference is taken.
    case numbers(@Sendable (Value) -> [Double])
  }

  /// Variables of results are called by it: "threshold" of threshold_steps, "largest_exponent".
  public let name: String
  /// Nil for a single one.
  public let axis: Axis?
  /// Of a run.
  public let quantity: Quantity
  /// 1 for a pure number.
  public let units: String
  /// Whether each is one of memory, as far as can be told, and not of rounding; nil where that is not asked.
  public let clear: (@Sendable (Value) -> [Bool])?
  /// Whether each count is reached, or may be one of memory that lasts longer than the run: false where it cannot be told
  /// from chaos. Nil where that is not asked.
  public let decided: (@Sendable (Value) -> [Bool])?

  /// A quantity, along which axis, and where it tells of memory.
  public init(
    _ name: String, along axis: Axis? = nil, _ quantity: Quantity, units: String = "1",
    clear: (@Sendable (Value) -> [Bool])? = nil, decided: (@Sendable (Value) -> [Bool])? = nil
  ) {
    self.name = name
    self.axis = axis
    self.quantity = quantity
    self.units = units
    self.clear = clear
    self.decided = decided
  }

  /// How many there are of a run.
  package var count: Int { axis?.count ?? 1 }

  /// Whether it is a count of steps.
  package var isOfSteps: Bool { if case .steps = quantity { true } else { false } }
}
