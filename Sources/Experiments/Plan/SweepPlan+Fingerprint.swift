extension SweepPlan {
  /// Sixteen hexadecimal digits that tell plans of one kind apart, made of every field.
  ///
  /// The same on every machine and in every process, and independent of how plans are stored.
  public var fingerprint: String {
    var hash = FNV1a()
    for (field, text) in fields { hash.append("\(field.rawValue)=\(text);".utf8) }
    return hash.hash.sixteenDigits
  }

  /// The first field in which two plans differ; nil for plans that find the same.
  public func firstDifference(from other: Self) -> PlanField? {
    zip(fields, other.fields).first { $0.exactText != $1.exactText }?.0.field
  }
}
