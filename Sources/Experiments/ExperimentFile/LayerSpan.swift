/// The names of the first and the last of a run of layers.
public struct LayerSpan: Equatable, Sendable {
  public let first: String
  public let last: String

  public init(first: String, last: String) {
    self.first = first
    self.last = last
  }

  /// From text like "lstm..lstm_2"; nil if there are not two names with two dots between.
  public init?(_ text: String) {
    let ends = text.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false)
    guard ends.count == 2, !ends[0].isEmpty, !ends[1].isEmpty else { return nil }
    self.init(first: String(ends[0]), last: String(ends[1]))
  }
}
