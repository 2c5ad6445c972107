/// The values of `run_status` in results files.
enum RunStatus: Int8, CaseIterable {
  case missing = 0
  case done = 1
  case failed = 2

  init(_ record: SweepRecord<some MeasuredValue>?) {
    switch record {
    case nil: self = .missing
    case .measured: self = .done
    case .failed: self = .failed
    }
  }

  var name: String {
    switch self {
    case .missing: "missing"
    case .done: "done"
    case .failed: "failed"
    }
  }
}
