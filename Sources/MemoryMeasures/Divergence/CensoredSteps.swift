/// A count of steps that may be right-censored.
///
/// When `reached` is false the event did not happen within the horizon; `steps` then holds the horizon, so
/// that the pair can go straight into a survival analysis and a mean over such counts is a lower bound.
public struct CensoredSteps: Codable, Hashable, Sendable {
  /// Shared steps until the event (1 is the first shared step), or the horizon.
  public var steps: Int
  /// Whether the event was seen.
  public var reached: Bool

  public init(steps: Int, reached: Bool) {
    self.steps = steps
    self.reached = reached
  }
}
