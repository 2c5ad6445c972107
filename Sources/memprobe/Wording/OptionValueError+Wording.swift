/// Follows "The value '...' is invalid for '--option': ".
extension OptionValueError: CustomStringConvertible {
  var description: String {
    switch self {
    case .emptyElement:
      "nothing stands between two commas. Separate values by single commas, as in 1,2,4."
    case .notAWholeNumber(let text):
      "'\(text)' is not a whole number of at most 19 digits."
    case .emptySpan(let text):
      "'\(text)' does not lead from a number to a larger one, as 1-5 does, or holds too many."
    case .notANumber(let text):
      "'\(text)' is not a number such as 0.5 or 1e-6."
    case .notASeed(let text):
      "'\(text)' is not a whole number from 0 to \(UInt64.max)."
    case .notALayerSpan(let text):
      "'\(text)' is not two layer names with two dots between, as in lstm..lstm_2."
    case .shard(.malformed(let text)):
      "'\(text)' is not a part such as 2/4, the second of four."
    case .shard(.outOfRange(let index, let count)):
      count < 1
        ? "there cannot be \(count) parts. Allowed: a count of at least 1, as in 2/4."
        : "there is no part \(index) of \(count). Allowed: 1/\(count) to \(count)/\(count)."
    case .unknownName(let text, let allowed):
      "'\(text)' is unknown. Allowed: \(allowed.joined(separator: ", "))."
    }
  }
}
