import Foundation
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

/// The committed grids of trainings are those of the present engine, bit for bit.
@Suite struct ReferenceMemorizationTests {
  private func results(_ name: String) throws -> MemorizationResults {
    try MemorizationResultsFile.read(Repository.path("results/\(name).h5"))
  }

  @Test(arguments: [
    ("memorize", MemorizationExample.run(hidden: 5, position: 4, repeat: 2)),
    ("memorize", MemorizationExample.run(layers: 5, hidden: 3, position: 7)),
    ("memorize-rnn-5", MemorizationExample.run(hidden: 5, position: 10, repeat: 4)),
    ("memorize-lstm-5", MemorizationExample.run(.lstm, hidden: 5, position: 3)),
    ("memorize-cells", MemorizationExample.run(.gru, layers: 2, hidden: 4, position: 2, repeat: 9)),
    ("memorize-fixed-length", MemorizationExample.run(hidden: 7, position: 10)),
  ])
  func trainingsComeOutTheSame(name: String, run: MemorizationRun) throws {
    let reference = try results(name)
    let expected = try #require(reference.records[run])
    var found: SweepRecord<MemorizationRecord>?
    try MemorizationProbe(reference.plan).measure([run], isCancelled: { false }) {
      found = SweepRecord($1)
    }
    #expect(found == expected)
  }

  @Test(arguments: [
    "memorize", "memorize-rnn-5", "memorize-lstm-5", "memorize-cells", "memorize-fixed-length",
    "memorize-networks",
  ])
  func areThereWhole(name: String) throws {
    let reference = try results(name)
    #expect(reference.isComplete && reference.failed.isEmpty)
  }

  /// Illium et al. 2022: no network remembers more positions than N - (l - 1), of N cells in l layers.
  @Test func noBorderIsBeyondTheBound() throws {
    let reference = try results("memorize")
    let grid = reference.plan.grid
    for layers in grid.layers {
      for hidden in grid.hiddenSizes {
        let border = try #require(reference.border(cell: .rnn, layers: layers, hiddenSize: hidden))
        #expect(border <= layers * hidden - (layers - 1))
      }
    }
  }
}
