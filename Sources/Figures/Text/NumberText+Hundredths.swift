extension NumberText {
  /// A number of at least 0 in hundredths, one decimal below ten of them: 0.0, 3.1, 15, 25.
  static func hundredths(_ value: Double) -> String {
    let thousandths = (value * 1000).rounded()
    guard thousandths < 1e15 else { return twoDigits(value * 100) }
    let tenths = Int(thousandths)
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : whole(Int((value * 100).rounded()))
  }
}
