import RecurrentNetworks
import Testing

@testable import MemoryMeasures

@Suite struct NetworkGridTests {
  @Test func shapesAreInTheOrderOfTheAxes() {
    let grid = NetworkGrid(cells: [.gru, .rnn], layers: [2, 1], hiddenSizes: [4], inputSizes: [8, 3])
    let numbers = grid.shapes.map { [$0.layers, $0.hiddenSize, $0.inputSize] }
    #expect(
      numbers == [[2, 4, 8], [2, 4, 3], [1, 4, 8], [1, 4, 3]] + [
        [2, 4, 8], [2, 4, 3], [1, 4, 8], [1, 4, 3],
      ])
    #expect(grid.shapes.map(\.cell) == Array(repeating: .gru, count: 4) + Array(repeating: .rnn, count: 4))
    #expect(Set(NetworkGrid.standard.shapes).count == 128)
  }

  @Test func recipesAreToldByName() throws {
    let initializer = NetworkGrid.setting("initializer")
    var grid = NetworkGrid()
    for preset in Initialization.Preset.allCases {
      try initializer.set(.text(preset.rawValue), of: &grid)
      #expect(grid.initialization == Initialization(preset))
      // Whatever gain and forget bias.
      grid.initialization.gain = 2
      #expect(initializer.value(of: grid) == .text(preset.rawValue))
      grid.initialization.gain = 1
    }
    // One's own mixture has no name, and is told by its parts.
    grid.initialization.drawsBiases.toggle()
    grid.initialization.recurrentKernel = .orthogonal
    #expect(initializer.value(of: grid) == .text("custom"))
    var other = NetworkGrid()
    for setting in NetworkGrid.settings {
      if let value = setting.value(of: grid) { try setting.set(value, of: &other) }
    }
    #expect(other == grid)
  }

  /// What is drawn in no network of the grid is not judged.
  @Test func reservoirsAreOfEchoStateNetworks() throws {
    var grid = NetworkGrid(cells: [.lstm])
    grid.initialization.reservoir.density = 2
    try grid.validate()
    grid.cells.append(.esn)
    expectRefusal(of: "density", .number(2)) { try grid.validate() }
  }

  @Test func twinsAreDrawnAsTheirKindSays() {
    #expect(TwinKind.keras.initialization == Initialization(.keras))
    #expect(TwinKind.allCases.filter { $0.initialization == nil } == [.shuffled])
  }

  @Test func whatIsKnownOfANetwork() {
    let outline = NetworkOutline(NetworkShape(cell: .gru, layers: 3, inputSize: 2, hiddenSize: 5))
    #expect(outline.layers.map(\.inputSize) == [2, 5, 5] && outline.layers.map(\.hiddenSize) == [5, 5, 5])
    #expect(outline.inputSize == 2 && outline.outputSize == 5)
    #expect(outline.envelope == NetworkShape(cell: .gru, layers: 3, inputSize: 2, hiddenSize: 5))
    let mixed = NetworkOutline(layers: [
      LayerShape(cell: .lstm, inputSize: 2, hiddenSize: 7),
      LayerShape(cell: .rnn, inputSize: 7, hiddenSize: 4),
    ])
    #expect(mixed.outputSize == 4)
    #expect(mixed.envelope == NetworkShape(cell: .lstm, layers: 2, inputSize: 2, hiddenSize: 7))
  }
}
