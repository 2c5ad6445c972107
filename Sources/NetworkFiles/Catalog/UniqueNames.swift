/// Gives every layer of a file a name of its own: a name that is taken gets " (2)", " (3)", ... after it.
struct UniqueNames {
  private var taken: Set<String> = []
  /// How often each name has been asked for, so that a million equal ones take no more than a million steps.
  private var requests: [String: Int] = [:]

  mutating func unique(_ name: String) -> String {
    var candidate = name
    var number = requests[name, default: 1]
    while !taken.insert(candidate).inserted {
      number += 1
      candidate = "\(name) (\(number))"
    }
    requests[name] = number
    return candidate
  }
}
