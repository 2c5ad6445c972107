import Experiments
import RecurrentNetworks
import Testing

@testable import memprobe

@Suite struct MissingRunsTests {
  @Test func nothingIsMissing() {
    #expect(MissingRuns([]).isEmpty)
  }

  @Test func runsAreGrouped() throws {
    let grid = try Grid(cells: [.lstm], hiddenSizes: [1, 8], inputSizes: [1, 2, 4], repeats: 4)
    let missing = grid.coordinates.filter { run in
      run.hiddenSize == 8 && (run.inputSize < 4 ? run.repeatIndex != 2 : run.repeatIndex == 0)
    }
    #expect(!MissingRuns(missing).isEmpty)
    #expect(
      MissingRuns(missing).sentence == """
        7 runs of the plan are in no part:
          lstm, 1 layer, hidden size 8: input sizes 1, 2 (repeats 0-1, 3); input size 4 (repeat 0)
        """)
  }

  @Test func aSingleRun() {
    let run = RunCoordinates(cell: .gru, layers: 2, hiddenSize: 3, inputSize: 5, repeatIndex: 7)
    #expect(
      MissingRuns([run]).sentence == """
        1 run of the plan is in no part:
          gru, 2 layers, hidden size 3: input size 5 (repeat 7)
        """)
  }

  @Test func moreThanTwentyLinesAreCounted() throws {
    let grid = try Grid(cells: [.rnn], hiddenSizes: Array(1...23), inputSizes: [1], repeats: 2)
    let lines = MissingRuns(grid.coordinates).sentence.split(separator: "\n")
    #expect(lines.count == 22)
    #expect(lines.first == "46 runs of the plan are in no part:")
    #expect(lines[20] == "  rnn, 1 layer, hidden size 20: input size 1 (repeats 0-1)")
    #expect(lines.last == "  and 6 more runs")
  }
}
