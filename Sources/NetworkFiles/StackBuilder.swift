/// Finds the stacks of a file while its layers are listed, each with where its input comes from.
struct StackBuilder {
  /// Where a tensor comes from.
  enum Source: Equatable {
    /// The sequence of outputs of a layer, by its place in the list.
    case layer(Int)
    /// The last of them.
    case last(Int)
    /// The outputs of a head, by its place among these.
    case head(Int)
    /// Anything else.
    case elsewhere
  }

  private(set) var stacks: [[Int]] = []
  /// The stack that every layer is the last of, or was.
  private var homes: [Int: Int] = [:]

  /// Adds a layer: on top of the one that feeds it, or as the first of a stack. Where one layer feeds several,
  /// each of those ends a stack of its own, with the same layers below.
  mutating func add(_ layer: Int, fedBy source: Source) {
    guard case .layer(let below) = source, let home = homes[below],
      let place = stacks[home].firstIndex(of: below)
    else {
      homes[layer] = stacks.count
      stacks.append([layer])
      return
    }
    if place == stacks[home].count - 1 {
      homes[layer] = home
      stacks[home].append(layer)
    } else {
      homes[layer] = stacks.count
      stacks.append(stacks[home][...place] + [layer])
    }
  }
}

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
