import ArgumentParser
import RecurrentNetworks

/// A hidden size and an input size, written `64x16`.
struct StepSize: ExpressibleByArgument, Hashable {
  var hidden: Int
  var input: Int

  init(hidden: Int, input: Int) {
    self.hidden = hidden
    self.input = input
  }

  init?(argument: String) {
    let sizes = argument.split(separator: "x").map { Int($0) }
    guard sizes.count == 2, let hidden = sizes[0], let input = sizes[1], hidden > 0, input > 0 else {
      return nil
    }
    self.init(hidden: hidden, input: input)
  }

  var defaultValueDescription: String { "\(hidden)x\(input)" }
}
