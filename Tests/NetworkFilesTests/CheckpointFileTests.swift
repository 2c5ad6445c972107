import TestSupport
import Testing

@testable import NetworkFiles

/// The order of a training's checkpoints, by the numbers in their names.
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
    let found = try CheckpointFile.series(names)
    let expected = zip(names, steps).map { CheckpointFile(path: $0, step: $1) }.sorted { $0.step < $1.step }
    #expect(found == expected)
  }

  @Test func foldersAndPatterns() throws {
    let folder = try TemporaryFolder()
    for step in [100, 20, 3] { try folder.write("", to: "n-\(step).safetensors") }
    try folder.write("", to: "notes-7.txt")
    let expected = [3, 20, 100].map { CheckpointFile(path: folder.path("n-\($0).safetensors"), step: $0) }
    #expect(try CheckpointFile.series([folder.path("")]) == expected)
    #expect(try CheckpointFile.series([folder.path("n-*")]) == expected)
    #expect(
      try CheckpointFile.series([folder.path("n-1*"), folder.path("n-3.safetensors")]).map(\.step) == [
        3, 100,
      ])
    #expect(try CheckpointFile.series([]).isEmpty)
  }

  @Test func refusals() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("")
    #expect(throws: CheckpointError.emptyFolder(path)) { try CheckpointFile.series([path]) }
    #expect(throws: CheckpointError.noMatch("\(path)x*")) { try CheckpointFile.series(["\(path)x*"]) }
    #expect(throws: CheckpointError.noStep("best.keras")) {
      try CheckpointFile.series(["net-1.keras", "best.keras"])
    }
  }
}
