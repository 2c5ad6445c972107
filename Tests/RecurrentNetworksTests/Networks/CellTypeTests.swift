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
    #expect(cell.candidateActivation == .tanh && cell.gateActivation == .sigmoid)
  }

  /// The parameters of a layer are those that its shape counts.
  @Test(arguments: CellType.allCases) func shapesCountParameters(cell: CellType) {
    let shape = NetworkShape(cell: cell, layers: 2, inputSize: 3, hiddenSize: 5)
    let network = RecurrentNetwork<Float>(
      shape: shape, initialization: Initialization(.glorot), stream: RandomStream(seed: 1))
    #expect(Double(network.parameterCount) == shape.parameterCount)
  }
}
