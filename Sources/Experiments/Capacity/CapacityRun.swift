/// Where a run lies in a capacity plan. With the plan it determines everything about the run.
public struct CapacityRun: Codable, Hashable, Sendable {
  public var subject: CapacitySubject
  /// From 0.
  public var repeatIndex: Int

  public init(subject: CapacitySubject, repeatIndex: Int) {
    self.subject = subject
    self.repeatIndex = repeatIndex
  }
}
