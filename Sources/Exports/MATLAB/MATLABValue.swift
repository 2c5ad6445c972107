/// A value of MATLAB: numbers and cells with their axis lengths, two at least, the first axis running
/// fastest.
indirect enum MATLABValue {
  case double([Double], [Int])
  case single([Float], [Int])
  case int64([Int64], [Int])
  case uint64([UInt64], [Int])
  case text(String)
  case cell([MATLABValue], [Int])
  /// Fields in order, each with one value.
  case structure([(name: String, value: MATLABValue)])
}
