import Foundation
import Testing

@testable import RecurrentNetworks

@Suite struct CellTypeTests {
  /// What files hold and streams are named by.
  @Test func namesAndCodesStay() {
    let known = ["rnn": 1, "lstm": 2, "gru": 3, "gru-reset-before": 4, "esn": 5] as [String: UInt64]
    for (name, code) in known { #expect(CellType(rawValue: name)?.streamCode == code) }
    #expect(Set(CellType.allCases.map(\.streamCode)).count == CellType.allCases.count)
  }

  @Test func reservoirsAreNotTrained() {
    #expect(Array(CellType.trainable.prefix(4)) == [.rnn, .lstm, .gru, .gruResetBefore])
    #expect(!CellType.trainable.contains(.esn))
  }

  @Test(arguments: CellType.allCases) func definitionsAreOfOnePiece(cell: CellType) {
    #expect(cell.gates.count(where: { $0 == .candidate }) == 1)
    #expect(cell.gates.contains(.reset) == (cell.reset != nil))
    if cell.reset != nil { #expect(cell.gates.last == .candidate) }
    #expect(cell.summedGates.count == cell.gateCount - (cell.reset == nil ? 0 : 1))
    #expect(cell.hasCellState == cell.gates.contains(.output))
    let usual = cell.definition.gates.first { $0.key == .candidate }?.value
    #expect(cell.candidateActivations.first == usual)
  }

  /// The parameters of a layer are those that its shape counts.
  @Test(arguments: CellType.allCases) func shapesCountParameters(cell: CellType) {
    let shape = NetworkShape(cell: cell, layers: 2, inputSize: 3, hiddenSize: 5)
    let network = RecurrentNetwork<Float>(
      shape: shape, initialization: Initialization(.glorot), stream: RandomStream(seed: 1))
    #expect(Double(network.parameterCount) == shape.parameterCount)
  }

  /// Slopes against central differences, but where an activation bends.
  @Test(arguments: Activation.allCases) func activationSlopes(activation: Activation) {
    let bends: [Activation: [Double]] = [
      .relu: [0], .hardSigmoid: [-2.5, 2.5], .hardSigmoidSixth: [-3, 3], .softsign: [0], .elu: [0],
      .selu: [0],
    ]
    // Its value is that of two places.
    let hasSlope = activation != .silu
    for x in stride(from: -4.0, through: 4, by: 0.25) where !(bends[activation] ?? []).contains(x) && hasSlope
    {
      let ends = (activation.value(at: x + 1e-5), activation.value(at: x - 1e-5))
      let slope = activation.slope(value: activation.value(at: x))
      #expect(abs(slope - (ends.0 - ends.1) / 2e-5) < 1e-9)
    }
    let isGate = [.sigmoid, .hardSigmoid, .hardSigmoidSixth].contains(activation)
    #expect(activation.value(at: Float(0)) == (isGate ? 0.5 : activation == .exponential ? 1 : 0))
    #expect(activation.value(at: Float.nan).isNaN)
  }
}
