import RecurrentNetworks
import Text

extension ConstructionText {
  /// Steps whose gates are shown: the first ones, where things happen, and two much later.
  private static var shownSteps: [Int] { [1, 2, 3, 4, 10, 1_000] }

  /// Every gate of every unit that is used: its pre-activation as a formula, and what it comes to at some steps
  /// with standard normal inputs.
  package func explanation(seed: UInt64) -> String {
    let walk = GateWalk(constructed.network, keeping: Self.shownSteps, stream: RandomStream(seed: seed))
    var text = """
      Gates, with standard normal inputs (seed \(seed)); x is the input of the step, h the units' states one \
      step before\n
      """
    let inputs = walk.steps.map { NumberText.activation(Double($0.input[0])) }
    var rows: [[String]] = [
      ["", "", "step"] + walk.steps.map { NumberText.whole($0.number) },
      ["", "", "x[0]"] + inputs,
    ]
    for unit in shownUnits {
      let name = constructed.units.indices.contains(unit) ? constructed.units[unit].name : ""
      for (place, gate) in layer.cell.gates.enumerated() {
        let values = walk.steps.map { NumberText.activation(Double($0.gates[place].values[unit])) }
        let function = gate == .candidate ? "tanh" : "sigmoid"
        let title = place == 0 ? "\(unit) \(name)" : ""
        rows.append([title, gate.rawValue, "\(function)(\(formula(place, unit)))"] + values)
      }
      rows.append(["", "h", ""] + walk.steps.map { NumberText.activation(Double($0.hidden[unit])) })
    }
    text += Self.aligned(rows)
    if let recall = constructed.recall {
      let answers = walk.steps.map { step in
        "  step \(NumberText.whole(step.number)): \(recall.readout.answer(step.hidden))"
      }
      text += "\nAnswers, \(NumberText.weight(recall.scale)) · h[\(recall.unit)], where x[0] of step 1 was "
      text += "\(Double(walk.steps[0].input[0]))\n" + answers.joined(separator: "\n") + "\n"
    }
    return text
  }

  /// All that have a role; without roles all are alike, but for the sign, and two tell everything.
  private var shownUnits: Range<Int> {
    constructed.units.isEmpty ? 0..<min(2, layer.hiddenSize) : constructed.units.indices
  }

  /// 1024 - 4096 h[1]: what is not zero.
  private func formula(_ gate: Int, _ unit: Int) -> String {
    let columns = layer.cell.gateCount * layer.hiddenSize
    let column = gate * layer.hiddenSize + unit
    var terms: [(weight: Double, factor: String)] = [(Self.number(layer.bias[column]), "")]
    for input in 0..<layer.inputSize {
      terms.append((Self.number(layer.inputKernel[input * columns + column]), "x[\(input)]"))
    }
    for source in 0..<layer.hiddenSize {
      terms.append((Self.number(layer.recurrentKernel[source * columns + column]), "h[\(source)]"))
    }
    var text = ""
    for (weight, factor) in terms where weight != 0 {
      let size = weight.magnitude == 1 && !factor.isEmpty ? "" : NumberText.weight(weight.magnitude)
      let term = [size, factor].filter { !$0.isEmpty }.joined(separator: " ")
      text += text.isEmpty ? (weight < 0 ? "-" : "") + term : (weight < 0 ? " - " : " + ") + term
    }
    return text.isEmpty ? "0" : text
  }

  /// Columns of text: the first three to the left, the others to the right.
  private static func aligned(_ rows: [[String]]) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column < 3 ? cell + padding : padding + cell
      }
      var line = "  " + cells.joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}

extension NumberText {
  /// A gate's value: 0 and 1 only if it is just that.
  static func activation(_ value: Double) -> String {
    if value == value.rounded(), value.magnitude < 1e4 { return shortest(value == 0 ? 0 : value) }
    let text = twoDigits(value)
    return text == "1.0" || text == "-1.0" ? shortest(value) : text
  }
}
