import Foundation
import MemoryMeasures
import RecurrentNetworks
import Text

/// A constructed network in words: what it is, what is known of it, how its answer is read.
package struct ConstructionText<Scalar: NetworkScalar>: Sendable {
  let constructed: ConstructedNetwork<Scalar>
  var layer: RecurrentLayer<Scalar> { constructed.network.layers[0] }

  package init(_ constructed: ConstructedNetwork<Scalar>) {
    self.constructed = constructed
  }

  /// Lines, ended by a newline.
  package var summary: String {
    var text = """
      \(constructed.construction.rawValue): \(layer.cell.rawValue), hidden size \(layer.hiddenSize), \
      input size \(layer.inputSize), \(Scalar.precision.rawValue); \
      \(NumberText.whole(constructed.network.parameterCount)) weights and biases
      \(meaning)\n
      """
    if let recall = constructed.recall { text += "\n" + guarantee(recall) }
    if !constructed.units.isEmpty { text += "\n" + units }
    return text
  }

  private var meaning: String {
    switch constructed.construction {
    case .latch:
      "Returns input 0 of step 1 after any number of steps, whatever comes after it."
    case .forgetting:
      """
      Forgets at a constant rate: after each step \(NumberText.shortest(rate)) of the past is left. A difference \
      is lost in the last bit near step \(NumberText.whole(lastBit)).
      """
    case .memoryless:
      "Knows nothing but the last input: two sequences lead to the same state from the first shared step on."
    case .perfect:
      "Adds up its inputs and forgets none: states that differ never become equal."
    case .delayLine:
      """
      Knows its last \(NumberText.count(layer.hiddenSize, "input")), one in each unit, times 2^-16, and no others: of \
      those before the present one \(NumberText.whole(layer.hiddenSize - 1)), its memory capacity.
      """
    }
  }

  /// The keeping gate as the plain forward pass computes it.
  private var rate: Double {
    let walk = GateWalk(constructed.network, keeping: [1], stream: RandomStream(seed: 0))
    let gate = walk.steps[0].gates.first { $0.gate == .forget || $0.gate == .update }
    return gate.map { Self.number($0.values[0]) } ?? 0
  }

  /// The float64 number that reads like this one, 0.9 for the float32 number next to 0.9; powers of two as they
  /// are.
  static func number(_ value: Scalar) -> Double {
    value.magnitude.significand == 1 ? Double(value) : Double("\(value)") ?? Double(value)
  }

  /// Steps after which f^k is below the last of the significant bits.
  private var lastBit: Int {
    let halvings = Double(Scalar.significandBitCount + 1)
    return Int(saturating: (halvings / -log2(rate)).rounded())
  }

  private func guarantee(_ recall: RecallGuarantee) -> String {
    let range = recall.promise.exactRange
    let low = "2^\(range.lowerBound.exponent)"
    return """
      Readout       answer = \(NumberText.weight(recall.scale)) · h[\(recall.unit)]   \
      (--readout-unit \(recall.unit) --readout-scale \(NumberText.shortest(recall.scale)))
      Answers       from step \(recall.promise.firstStep) on
      Error         none, not one bit, for \(low) ≤ |x| ≤ 2^\(range.upperBound.exponent) \
      (\(NumberText.twoDigits(range.lowerBound)) to \(NumberText.whole(Int(saturating: Double(range.upperBound))))); \
      at most \(low) for smaller x
      Later inputs  of any size up to \(NumberText.twoDigits(recall.largestLaterInput)) change nothing\n
      """
  }

  private var units: String {
    let names = constructed.units
    let width = names.map(\.name.count).max() ?? 0
    var text = "Units\n"
    for (index, unit) in names.enumerated() {
      let padding = String(repeating: " ", count: width - unit.name.count)
      text += "  \(index)  \(unit.name)\(padding)  \(unit.purpose)\n"
    }
    if layer.hiddenSize > names.count {
      let last = layer.hiddenSize - 1
      text += "  \(names.count == last ? "\(last)" : "\(names.count)-\(last)")  unused: all weights are 0\n"
    }
    return text
  }
}
