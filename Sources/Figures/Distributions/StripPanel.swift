/// What a panel of a strip plot shows: one network by one count.
struct StripPanel: Equatable, Sendable {
  let network: String
  /// Of the count.
  let heading: String
  /// From the top.
  let samples: [StripSample]
}
