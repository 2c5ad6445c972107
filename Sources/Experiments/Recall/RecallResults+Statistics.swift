import MemoryMeasures

extension RecallResults.Entry {
  /// Median and largest error over the sequences.
  public struct Spread: Equatable, Sendable {
    public let median: Double
    public let largest: Double
  }

  /// Of |answer - first input|: [magnitude][step].
  public var absolute: [[Spread]] { measurement.absoluteErrors.map(Self.spreads) }

  /// Of the same over |first input|: [magnitude][step].
  public var relative: [[Spread]] { measurement.relativeErrors.map(Self.spreads) }

  /// Median |first input| by magnitude: about the error of a network that remembers nothing.
  public var medianFirstInputs: [Double] {
    measurement.firstInputs.map { Self.median($0.map(abs)) }
  }

  /// Whether every answer lies within its promised bound, from the first step for which it is promised on;
  /// first inputs beyond the promised range do not count. Nil for a network without a promise.
  public func isWithinBound(_ settings: RecallSettings) -> Bool? {
    network.promise.map { promise in
      let places = settings.steps.indices.filter { settings.steps[$0] >= promise.firstStep }
      return zip(measurement.firstInputs, measurement.absoluteErrors).allSatisfy { inputs, errors in
        zip(inputs, errors).allSatisfy { input, errors in
          guard let bound = promise.bound(firstInput: input) else { return true }
          return places.allSatisfy { errors[$0] <= bound }
        }
      }
    }
  }

  /// [sequence][step] to [step].
  private static func spreads(_ errors: [[Double]]) -> [Spread] {
    (errors.first ?? []).indices.map { step in
      let errors = errors.map { $0[step] }
      return Spread(median: median(errors), largest: errors.reduce(0, max))
    }
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
