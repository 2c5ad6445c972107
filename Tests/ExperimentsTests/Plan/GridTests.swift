import RecurrentNetworks
import Testing

@testable import Experiments

@Suite struct GridTests {
  @Test func articleHas1280Runs() {
    #expect(Grid.article.runCount == 1280)
    #expect(Grid.article.coordinates.count == 1280)
    #expect(Set(Grid.article.coordinates).count == 1280)
  }

  @Test func coordinatesAreInTheOrderOfTheAxes() throws {
    let grid = try Grid(
      cells: [.gru, .lstm], layers: [2, 1], hiddenSizes: [3], inputSizes: [9, 4], repeats: 2)
    let expected = [
      (CellType.gru, 2, 9, 0), (.gru, 2, 9, 1), (.gru, 2, 4, 0), (.gru, 2, 4, 1),
      (.gru, 1, 9, 0), (.gru, 1, 9, 1), (.gru, 1, 4, 0), (.gru, 1, 4, 1),
      (.lstm, 2, 9, 0), (.lstm, 2, 9, 1), (.lstm, 2, 4, 0), (.lstm, 2, 4, 1),
      (.lstm, 1, 9, 0), (.lstm, 1, 9, 1), (.lstm, 1, 4, 0), (.lstm, 1, 4, 1),
    ].map { RunCoordinates(cell: $0, layers: $1, hiddenSize: 3, inputSize: $2, repeatIndex: $3) }
    #expect(grid.coordinates == expected)
  }

  @Test func refusesWhatCannotBeRun() {
    #expect(throws: GridError.emptyAxis(.cell)) { try Grid(cells: []) }
    #expect(throws: GridError.emptyAxis(.hiddenSize)) { try Grid(hiddenSizes: []) }
    #expect(throws: GridError.outOfRange(.hiddenSize, 0)) { try Grid(hiddenSizes: [4, 0]) }
    #expect(throws: GridError.outOfRange(.inputSize, -3)) { try Grid(inputSizes: [-3]) }
    #expect(throws: GridError.outOfRange(.layers, .max)) { try Grid(layers: [.max]) }
    #expect(throws: GridError.outOfRange(.repeat, 0)) { try Grid(repeats: 0) }
    #expect(throws: GridError.repeatedValue(.cell, "gru")) { try Grid(cells: [.gru, .gru]) }
    #expect(throws: GridError.repeatedValue(.inputSize, "8")) { try Grid(inputSizes: [8, 2, 8]) }
    #expect(throws: GridError.tooManyRuns(128 * 2e9, of: Grid.axes)) { try Grid(repeats: 2_000_000_000) }
  }
}
