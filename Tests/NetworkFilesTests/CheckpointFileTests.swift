import TestSupport
import Testing

@testable import NetworkFiles

/// The order of a training's checkpoints, by what they hold or by the numbers in their names.
@Suite struct CheckpointFileTests {
  @Test(arguments: [
    (["b-10.safetensors", "b-9.safetensors"], [10, 9]),
    (["epoch=3-step=1500.safetensors", "epoch=0-step=500.safetensors"], [1_500, 500]),
    (["epoch=10-val_loss=0.25.keras", "epoch=2-val_loss=0.31.keras"], [10, 2]),
    (["run1/Epoch_7.keras", "run1/Epoch_12.keras"], [7, 12]),
    (["ckpt_0003/lstm32.onnx", "ckpt_0004/lstm32.onnx"], [3, 4]),
    (["2/gru64.onnx", "1/gru64.onnx"], [2, 1]),
    (["net-1.weights.h5", "net-2.weights.h5"], [1, 2]),
    (["only7.keras"], [7]),
  ])
  func steps(names: [String], steps: [Int]) throws {
    let found = try Self.steps(names)
    #expect(found == zip(names, steps).map { CheckpointFile(path: $0, step: $1, counter: nil) })
  }

  @Test func foldersAndPatterns() throws {
    let folder = try TemporaryFolder()
    for step in [100, 20, 3] { try folder.write("", to: "n-\(step).safetensors") }
    try folder.write("", to: "notes-7.txt")
    let expected = [100, 20, 3].map { folder.path("n-\($0).safetensors") }
    #expect(try Set(CheckpointFile.paths([folder.path("")])) == Set(expected))
    #expect(try Set(CheckpointFile.paths([folder.path("n-*")])) == Set(expected))
    #expect(
      try CheckpointFile.paths([folder.path("n-1*"), folder.path("n-3.safetensors")])
        == [expected[0], expected[2]])
    #expect(try CheckpointFile.paths([]).isEmpty)
  }

  private static func steps(
    _ names: [String], _ counts: [[String: Int]]? = nil
  ) throws -> [CheckpointFile] {
    try CheckpointFile.steps(
      of: names,
      progress: (counts ?? names.map { _ in [:] }).map { counts in TrainingProgress { counts[$0] } })
  }

  /// What files hold comes before what they are called, as long as it tells all of them apart.
  @Test(
    arguments: [
      ([["epoch": 3], ["epoch": 1]], [3, 1], "epoch"),
      ([["epoch": 1, "global_step": 900], ["epoch": 0, "global_step": 450]], [900, 450], "global_step"),
      // Two of one epoch.
      ([["epoch": 1], ["epoch": 1]], [7, 2], nil),
      // Steps that start anew in every epoch.
      ([["epoch": 2, "step": 10], ["epoch": 1, "step": 400]], [2, 1], "epoch"),
      // Not all of them say it.
      ([["epoch": 3], [:]], [7, 2], nil),
      ([["epoch": 3], ["step": 4]], [7, 2], nil),
      // As a checkpoint that was stripped of its optimizer has it.
      ([["epoch": -1], ["epoch": 5]], [7, 2], nil),
    ] as [([[String: Int]], [Int], String?)])
  func held(counts: [[String: Int]], steps: [Int], counter: String?) throws {
    let found = try Self.steps(["step-7.pt", "step-2.pt"], counts)
    #expect(found.map(\.step) == steps)
    #expect(found.allSatisfy { $0.counter == counter })
  }

  /// Neither names nor what files hold: the same step is told of, where there is one.
  @Test func sameEpochWithoutNumbers() throws {
    let found = try Self.steps(["best.pt", "last.pt"], [["epoch": 4], ["epoch": 4]])
    #expect(found.map(\.step) == [4, 4])
    #expect(throws: CheckpointError.noStep("best.pt")) {
      try Self.steps(["best.pt", "last.pt"], [["epoch": 4], [:]])
    }
  }

  /// Keras's optimizer counts in its own variable; PyTorch's checkpoints say it beside the state_dict.
  @Test func filesSayIt() throws {
    func progress(_ path: String) throws -> [String: Int] { try NetworkFile(path: path).progress.counts }
    let networks = Repository.path("results/networks/adding-keras-")
    #expect(try progress("\(networks)gru32.keras") == ["iterations": 2_600])
    #expect(try progress("\(networks)lstm32.keras") == ["iterations": 2_800])
    #expect(try progress(NetworkFileFixtures.path("keras", "trained.h5")) == ["iterations": 9])
    #expect(try progress(NetworkFileFixtures.path("keras", "stack.h5")).isEmpty)
    #expect(try progress(NetworkFileFixtures.path("checkpoints", "gru.pt")).isEmpty)
    #expect(try progress(NetworkFileFixtures.path("checkpoints", "under-model.ckpt")) == ["epoch": 7])
  }

  @Test func refusals() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("")
    #expect(throws: CheckpointError.emptyFolder(path)) { try CheckpointFile.paths([path]) }
    #expect(throws: CheckpointError.noMatch("\(path)x*")) { try CheckpointFile.paths(["\(path)x*"]) }
    #expect(throws: CheckpointError.noStep("best.keras")) {
      try Self.steps(["net-1.keras", "best.keras"])
    }
  }
}
