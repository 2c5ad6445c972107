import MemoryMeasures

/// What became of a finished run.
public enum SweepRecord<Value: MeasuredValue>: Equatable, Sendable {
  case measured(Value)
  /// The run has no result; the reason in words.
  case failed(reason: String)

  /// The same bits: a rate that is not a number equals another that is not.
  public static func == (left: SweepRecord, right: SweepRecord) -> Bool {
    switch (left, right) {
    case (.measured(let left), .measured(let right)): left.isIdentical(to: right)
    case (.failed(let left), .failed(let right)): left == right
    default: false
    }
  }
}

extension SweepRecord {
  init(_ result: Result<Value, some RunFailure>) {
    switch result {
    case .success(let value): self = .measured(value)
    case .failure(let failure): self = .failed(reason: failure.reason)
    }
  }
}

/// What became of a finished divergence run.
public typealias RunRecord = SweepRecord<DivergenceMeasurement>
