/// A run of whatever plan, as errors name it.
public struct AnyRun: Hashable, Sendable {
  public let run: any Hashable & Sendable

  public init(_ run: some Hashable & Sendable) {
    self.run = run
  }

  public static func == (left: AnyRun, right: AnyRun) -> Bool {
    AnyHashable(left.run) == AnyHashable(right.run)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(AnyHashable(run))
  }
}
