import HDF5
import MemoryMeasures

/// The variables per run of a results file of divergence runs, each with its values in the order of the axes.
struct DivergenceColumns {
  /// Steps and flags of one event.
  private struct Counts {
    let steps: [Int32]
    let reached: [Int8]

    /// Nil for a flag that is neither 0 nor 1.
    subscript(index: Int) -> CensoredSteps? {
      guard reached[index] == 0 || reached[index] == 1 else { return nil }
      return CensoredSteps(steps: Int(steps[index]), reached: reached[index] == 1)
    }
  }

  private let firstEqual: Counts
  private let settled: Counts
  private let merged: Counts
  private let outcome: [Int8]
  private let finalDifference: [Double]
  private let forgettingRate: [Double]
  private let thresholds: Counts
  private let thresholdCount: Int
  private let curve: [Float]
  private let curveCount: Int

  /// - Parameter shape: lengths of the axes.
  init(_ reader: ResultsReader, settings: DivergenceSettings, shape: [Int]) throws {
    func read<Element: HDF5Element>(
      _ name: String, _ type: Element.Type, along count: Int? = nil
    ) throws -> [Element] {
      if count == 0 { return [] }
      return try reader.values(name, shape: shape + [count].compactMap(\.self), as: type)
    }
    func counts(_ name: String) throws -> Counts {
      try Counts(steps: read("\(name)_steps", Int32.self), reached: read(name, Int8.self))
    }

    firstEqual = try counts("first_equal")
    settled = try counts("settled")
    merged = try counts("merged")
    outcome = try read("outcome", Int8.self)
    finalDifference = try read("final_difference", Double.self)
    forgettingRate = try read("forgetting_rate", Double.self)
    thresholdCount = settings.thresholds.count
    thresholds = try Counts(
      steps: read("threshold_steps", Int32.self, along: thresholdCount),
      reached: read("within_threshold", Int8.self, along: thresholdCount))
    curveCount = settings.curveSteps.count
    curve = try read("difference", Float.self, along: curveCount)
  }

  /// Nil if a flag or the outcome has a value that it cannot have.
  func measurement(at index: Int) -> DivergenceMeasurement? {
    let thresholds = (0..<thresholdCount).compactMap { self.thresholds[index * thresholdCount + $0] }
    guard
      let firstEqual = firstEqual[index], let settled = settled[index], let merged = merged[index],
      let outcome = DivergenceOutcome(rawValue: outcome[index]), thresholds.count == thresholdCount
    else { return nil }
    return DivergenceMeasurement(
      firstEqual: firstEqual, settled: settled, merged: merged, thresholds: thresholds, outcome: outcome,
      finalDifference: finalDifference[index], forgettingRate: forgettingRate[index],
      curve: Array(curve[(index * curveCount)..<((index + 1) * curveCount)]))
  }
}
