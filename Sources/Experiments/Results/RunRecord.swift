import MemoryMeasures

/// What became of a finished run.
public enum RunRecord: Equatable, Sendable {
  case measured(DivergenceMeasurement)
  /// The run has no result; the reason in words.
  case failed(reason: String)

  /// The same bits: a rate that is not a number equals another that is not.
  public static func == (left: RunRecord, right: RunRecord) -> Bool {
    switch (left, right) {
    case (.measured(let left), .measured(let right)):
      left.firstEqual == right.firstEqual && left.settled == right.settled && left.merged == right.merged
        && left.thresholds == right.thresholds && left.outcome == right.outcome
        && same(left.finalDifference, right.finalDifference)
        && same(left.forgettingRate, right.forgettingRate)
        && left.curve.elementsEqual(right.curve, by: same)
    case (.failed(let left), .failed(let right)): left == right
    default: false
    }
  }

  private static func same<Value: BinaryFloatingPoint>(_ left: Value, _ right: Value) -> Bool {
    (left == right && left.sign == right.sign) || (left.isNaN && right.isNaN)
  }
}

extension RunRecord {
  init(_ result: Result<DivergenceMeasurement, DivergenceError>) {
    switch result {
    case .success(let measurement): self = .measured(measurement)
    case .failure(.outputNotFinite(let step)):
      self = .failed(reason: "output not finite at shared step \(step)")
    case .failure(.equalInputs):
      self = .failed(reason: "both sequences read equal inputs in every unique step")
    }
  }
}
