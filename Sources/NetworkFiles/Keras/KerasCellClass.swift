/// The recurrent cells of Keras that can be run here.
enum KerasCellClass: String, CaseIterable {
  case lstm = "LSTM"
  case gru = "GRU"
  case simpleRNN = "SimpleRNN"

  /// From the class of a layer or of a cell.
  init?(className: String) {
    let isCell = className.hasSuffix("Cell")
    self.init(rawValue: isCell ? String(className.dropLast(4)) : className)
  }

  /// From what Keras calls a layer, a cell or a group of such a class, with or without a counter: `lstm_1`.
  init?(groupName: String) {
    let plain = groupName.withoutCounter
    let found = Self.allCases.first {
      let name = KerasGroups.snakeCase($0.rawValue)
      return plain == name || plain == name + "_cell"
    }
    guard let found else { return nil }
    self = found
  }

  /// From the number of blocks in a kernel.
  init?(gateCount: Int) {
    guard let found = Self.allCases.first(where: { $0.gateCount == gateCount }) else { return nil }
    self = found
  }

  var gateCount: Int {
    switch self {
    case .lstm: 4
    case .gru: 3
    case .simpleRNN: 1
    }
  }

  /// The order of the blocks, for people.
  var gates: String? {
    switch self {
    case .lstm: "gates i, f, c, o"
    case .gru: "gates z, r, h"
    case .simpleRNN: nil
    }
  }
}

extension String {
  /// Without the number that Keras puts behind a name that is taken: `lstm_12` is `lstm`.
  var withoutCounter: String {
    guard let underscore = lastIndex(of: "_"), underscore != startIndex else { return self }
    let counter = self[index(after: underscore)...]
    return !counter.isEmpty && counter.allSatisfy(\.isNumber) ? String(self[..<underscore]) : self
  }

  /// The number that Keras puts behind a name that is taken: `lstm_12` has 12, `lstm` 0.
  var counter: Int {
    let plain = withoutCounter
    return plain == self ? 0 : Int(dropFirst(plain.count + 1)) ?? 0
  }
}
