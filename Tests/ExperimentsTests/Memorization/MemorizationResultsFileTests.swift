import HDF5
import MemoryMeasures
import TestSupport
import Testing

@testable import Experiments

@Suite struct MemorizationResultsFileTests {
  private typealias Trainings = MemorizationExample
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("m.h5")
  }

  private func write(_ results: MemorizationResults) throws {
    try MemorizationResultsFile.write(results, to: path, overwrites: true, provenance: Example.provenance)
  }

  @Test(arguments: [[], [3, 12]]) func whatIsWrittenIsRead(curveEpochs: [Int]) throws {
    let plan = try Trainings.plan(seed: .max, curveEpochs: curveEpochs)
    var records = Trainings.records(of: plan)
    let failed = Trainings.run(.gru, hidden: 5, repeat: 1)
    let missing = Trainings.run(layers: 2, position: 4)
    let diverged = Trainings.run(position: 4)
    records[failed] = .failed(reason: "cancelled")
    records[missing] = nil
    records[diverged] = .measured(
      MemorizationRecord(
        loss: .nan, outcome: .diverged, epochs: 5, curve: curveEpochs.map { $0 > 5 ? .nan : 0.5 }))
    try write(MemorizationResults(plan: plan, records: records))
    let read = try MemorizationResultsFile.read(path)
    #expect(read.plan == plan)
    #expect(read.records == records)
    #expect(read.missing == [missing])
    #expect(try ResultsKind(of: path) == .memorization)
    guard case .memorization(let stored) = try StoredResults(reading: path) else {
      Issue.record("another kind")
      return
    }
    #expect(stored.records == records)
  }

  @Test func dimensionsAreNamedAndLabelled() throws {
    let plan = try Trainings.plan(curveEpochs: [3, 12])
    try write(MemorizationResults(plan: plan, records: Trainings.records(of: plan)))
    let root = try HDF5File.open(at: path).root
    let scales = ["cell", "layers", "hidden_size", "position", "repeat", "epoch_sample"]
    let perRun = [
      "run_status", "failure_reason", "loss", "outcome", "completed_epochs", "loss_curve",
    ]
    let perCell = ["mean_loss", "std_loss", "learned_fraction", "diverged_runs"]
    #expect(Set(try root.memberNames()) == Set(scales + perRun + perCell))
    for name in perRun + perCell {
      let variable = try root.dataset(name)
      #expect(try !variable.stringAttribute("long_name").isEmpty)
      var dimensions = Array(scales.prefix(perRun.contains(name) ? 5 : 4))
      if name == "loss_curve" { dimensions.append("epoch_sample") }
      #expect(try variable.scalePaths() == dimensions.map { ["/\($0)"] })
      #expect(try variable.stringAttribute("dimensions") == dimensions.joined(separator: " "))
    }
    #expect(try root.dataset("outcome").stringAttribute("flag_meanings") == "trained diverged no_target")
    #expect(try root.dataset("epoch_sample").read(as: Int32.self) == [3, 12])
    #expect(try root.attribute("learned_below", as: Double.self) == [0.1])
  }

  @Test func everyValueIsInItsPlace() throws {
    let plan = try Trainings.plan()
    let results = MemorizationResults(plan: plan, records: Trainings.records(of: plan))
    try write(results)
    let root = try HDF5File.open(at: path).root
    let losses = try root.dataset("loss").read(as: Double.self)
    for (index, run) in plan.coordinates.enumerated() {
      let loss = Trainings.record(of: run, in: plan).loss
      #expect(losses[index] == loss || (losses[index].isNaN && loss.isNaN))
    }
    let means = try root.dataset("mean_loss").read(as: Double.self)
    for (index, cell) in plan.grid.gridCells.enumerated() {
      let mean = results.statistics(
        cell: cell.cell, layers: cell.layers, hiddenSize: cell.hiddenSize, position: cell.position
      ).meanLoss
      #expect(means[index] == mean || (means[index].isNaN && cell.position == 9))
    }
  }

  @Test func changedNumbersAreNoticed() throws {
    let plan = try Trainings.plan()
    var records = Trainings.records(of: plan)
    records[Trainings.run()] = .measured(
      MemorizationRecord(loss: 0.1, outcome: .noTarget, epochs: 0))
    try write(MemorizationResults(plan: plan, records: records))
    #expect(
      throws: ResultsFileError.malformed(path: path, .record(AnyRun(Trainings.run())))
    ) {
      try MemorizationResultsFile.read(path)
    }
  }
}
