/// A whole number, or two with a dash between that stand for all from the first to the last: 10-15.
public struct NumberSpan: Equatable, Sendable {
  public let first: Int
  public let last: Int

  /// More values than any axis has.
  public static let mostValues = 1_000_000

  public init(first: Int, last: Int) {
    self.first = first
    self.last = last
  }

  /// From text like "10-15" or "10"; nil if it is neither.
  public init?(_ text: String) {
    if let number = Int(text) {
      self.init(first: number, last: number)
      return
    }
    let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { Int($0) }
    guard ends.count == 2, let first = ends[0], let last = ends[1], last >= 0 else { return nil }
    self.init(first: first, last: last)
  }

  /// All numbers from the first to the last; nil if the last comes before the first, or there are more than
  /// `mostValues`.
  public var values: [Int]? {
    guard first <= last, last - first < Self.mostValues else { return nil }
    return Array(first...last)
  }
}
