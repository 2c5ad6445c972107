import MemoryMeasures

/// One row of a strip plot: the counts of all runs of one source.
struct StripSample: Equatable, Sendable {
  let name: String
  /// Whether it is what the other samples are compared with.
  let isReference: Bool
  let counts: [CensoredSteps]
  /// Of the counts; lower bound if its run did not get there. NaN for no counts.
  let median: Double
  let isLowerBound: Bool
  /// How the reference compares with it, in a few characters; nil for the reference itself.
  let comparison: Comparison?
  /// Everything in words.
  let description: String

  struct Comparison: Equatable, Sendable {
    let text: String
    let isSignificant: Bool
  }
}
