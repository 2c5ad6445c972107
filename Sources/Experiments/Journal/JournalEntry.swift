/// Any line of a journal but the first: a finished run. Beside the run there is either `failure`, the reason, or
/// what the value stores.
struct JournalEntry<Plan: SweepPlan>: Codable {
  typealias Record = SweepRecord<Plan.Value>

  let run: Plan.Run
  /// What became of the run; nil if the line says neither or both of measured and failed.
  let record: Record?

  init(run: Plan.Run, record: Record) {
    self.run = run
    self.record = record
  }

  /// The keys of any entry, and `value` for those of the value.
  private enum Key: Hashable, CodingKey {
    case run
    case failure
    case value(String)

    init?(stringValue: String) {
      switch stringValue {
      case "run": self = .run
      case "failure": self = .failure
      default: self = .value(stringValue)
      }
    }

    init?(intValue: Int) { nil }

    var intValue: Int? { nil }

    var stringValue: String {
      switch self {
      case .run: "run"
      case .failure: "failure"
      case .value(let name): name
      }
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    run = try container.decode(Plan.Run.self, forKey: .run)
    let failure = try container.decodeIfPresent(String.self, forKey: .failure)
    let holdsValue = container.allKeys.contains { $0 != .run && $0 != .failure }
    record =
      switch (holdsValue, failure) {
      case (true, nil): .measured(Plan.Value(stored: try Plan.Value.Stored(from: decoder)))
      case (false, .some(let reason)): .failed(reason: reason)
      default: nil
      }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(run, forKey: .run)
    switch record {
    case .measured(let value): try value.stored.encode(to: encoder)
    case .failed(let reason): try container.encode(reason, forKey: .failure)
    case nil: break
    }
  }
}
