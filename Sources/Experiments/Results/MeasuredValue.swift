/// What a run measures, as records and journals need it.
public protocol MeasuredValue: Sendable {
  /// What the line of a journal holds of a value, besides the keys `run` and `failure`.
  associatedtype Stored: Codable

  init(stored: Stored)
  var stored: Stored { get }

  /// Whether both have the same bits, but for numbers that are not numbers, which are all the same.
  func isIdentical(to other: Self) -> Bool
}
