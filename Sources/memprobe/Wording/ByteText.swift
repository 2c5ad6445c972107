import Figures

/// Amounts of memory in words.
enum ByteText {
  /// 512 MB, 1.5 GB, 2.0e+09 TB
  static func of(_ count: Double) -> String {
    let units = [("TB", 1e12), ("GB", 1e9), ("MB", 1e6)]
    let (unit, size) = units.first { count >= $0.1 } ?? ("MB", 1e6)
    let tenths = (count / size * 10).rounded()
    return tenths < 1e4 ? "\(tenths / 10) \(unit)" : "\(NumberText.large(tenths / 10)) \(unit)"
  }
}
