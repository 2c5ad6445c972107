import RecurrentNetworks
import Testing

@Suite struct TwinTests {
  /// A network of equal layers is drawn layer by layer just as a mixed one is.
  @Test func aTwinOfEqualLayersIsTheNetworkOfThatShape() {
    let shape = NetworkShape(cell: .lstm, layers: 2, inputSize: 3, hiddenSize: 4)
    let stream = RandomStream(seed: 5)
    for preset in Initialization.Preset.allCases {
      let network = RecurrentNetwork<Double>(
        shape: shape, initialization: Initialization(preset), stream: stream)
      let twin = RecurrentNetwork<Double>(
        twinOf: network, initialization: Initialization(preset), stream: stream)
      #expect(twin == network)
    }
  }

  @Test func shufflingKeepsValuesAndMovesThem() {
    let network = RecurrentNetwork<Double>(
      shape: NetworkShape(cell: .gru, layers: 2, inputSize: 7, hiddenSize: 9),
      initialization: Initialization(.pytorch), stream: RandomStream(seed: 1))
    let shuffled = network.shuffled(stream: RandomStream(seed: 2))
    #expect(shuffled == network.shuffled(stream: RandomStream(seed: 2)))
    #expect(shuffled != network.shuffled(stream: RandomStream(seed: 3)))
    for (before, after) in zip(network.layers, shuffled.layers) {
      let arrays: [KeyPath<RecurrentLayer<Double>, [Double]>] = [
        \.inputKernel, \.recurrentKernel, \.bias, \.recurrentBias,
      ]
      for array in arrays {
        #expect(after[keyPath: array].sorted() == before[keyPath: array].sorted())
        #expect(after[keyPath: array] != before[keyPath: array])
      }
    }
    // Biases stay with their gates, 9 units each.
    for (before, after) in zip(network.layers, shuffled.layers) {
      for gate in 0..<3 {
        let units = gate * 9..<(gate + 1) * 9
        #expect(after.bias[units].sorted() == before.bias[units].sorted())
        #expect(after.recurrentBias[units].sorted() == before.recurrentBias[units].sorted())
      }
    }
    // The layers and arrays are not permuted alike.
    let (before, after) = (network.layers[1], shuffled.layers[1])
    let order = before.inputKernel.map { after.inputKernel.firstIndex(of: $0) }
    let other = before.recurrentKernel.map { after.recurrentKernel.firstIndex(of: $0) }
    #expect(order != other)
  }

  /// Each of the 24 orders of four elements as often as any other: of 24,000 about 1,000, within five standard
  /// deviations (31 each).
  @Test func everyOrderIsAsProbable() {
    var counts: [[Int]: Int] = [:]
    let stream = RandomStream(seed: 11)
    for draw in 0..<24_000 {
      counts[stream.child(UInt64(draw)).shuffled([0, 1, 2, 3]), default: 0] += 1
    }
    #expect(counts.count == 24)
    #expect(counts.values.allSatisfy { abs($0 - 1_000) < 155 })
  }

  @Test func shortListsAreShuffled() {
    let stream = RandomStream(seed: 0)
    #expect(stream.shuffled([Int]()).isEmpty)
    #expect(stream.shuffled([4]) == [4])
  }
}
