import HDF5
import Testing

@testable import SequenceFiles

@Suite struct HDF5SequenceTests {
  private func table(_ name: String) throws -> SequenceTable {
    try SequenceFile("\(Fixture.path("several.h5")):/\(name)").read()
  }

  @Test func numbersOfEveryKind() throws {
    #expect(try table("float32").values == Fixture.floats)
    #expect(try table("half").values == Fixture.floats)
    #expect(try table("inner/packed").values == Fixture.floats)
    #expect(try table("big-endian").values == Fixture.integers)
    #expect(try table("unsigned").values == Fixture.unsigned)
    #expect(try table("unsigned").rows == 4 && table("unsigned").columns == 3)
  }

  @Test func oneAxisIsOneInput() throws {
    let table = try table("one-axis")
    #expect(table.rows == 4 && table.columns == 1)
    #expect(table.values == [0.25, 2.75, 5.25, 7.75])
  }

  /// Scales that label axes are no candidates.
  @Test func theOnlyDatasetNeedsNoPath() throws {
    let table = try SequenceFile(Fixture.path("labelled.h5")).read()
    #expect(table.rows == 4 && table.columns == 3)
    #expect(table.values == Fixture.floats)
  }

  @Test func severalNeedAPath() throws {
    let path = try Fixture.path("several.h5")
    let names = ["big-endian", "float32", "half", "one-axis", "text", "three-axes", "unsigned", "unwritten"]
    #expect(try Fixture.problem(reading: path) == .datasets(found: names.map { "/" + $0 }))
  }

  @Test func refusals() throws {
    let path = try Fixture.path("several.h5")
    #expect(try Fixture.problem(reading: path, dataset: "/three-axes") == .rank(shape: [4, 3, 1]))
    for dataset in ["/nothing", "/nothing/there", "/inner/nothing"] {
      guard case .hdf5(let error) = try Fixture.problem(reading: path, dataset: dataset) else {
        Issue.record("there is nothing")
        continue
      }
      #expect(error.problem == .missing)
    }
    for dataset in ["/float32/inside", "/text", "/inner", "/"] {
      #expect(try Fixture.problem(reading: path, dataset: dataset) != nil, "\(dataset)")
    }
  }

  /// A soft link stays in the file; whatever leaves it is not followed.
  @Test func otherFilesAreNotRead() throws {
    let path = try Fixture.path("leaving.h5")
    #expect(try SequenceFile("\(path):/soft").read().values == Fixture.floats)
    for (dataset, expected) in [
      ("/link", "an external link"), ("/soft-link", "an external link"),
      ("/group/float32", "an external link"), ("/storage", "external storage"),
      ("/virtual", "a virtual dataset"),
    ] {
      guard case .hdf5(let error) = try Fixture.problem(reading: path, dataset: dataset) else {
        Issue.record("\(dataset)")
        continue
      }
      #expect(error.problem == .elsewhere(expected), "\(dataset)")
      #expect(error.object == dataset)
    }
    #expect(try Fixture.problem(reading: path, dataset: "/nowhere") != nil)
  }

  /// 16 TiB that nobody ever wrote.
  @Test func whatIsOnlyDeclaredIsNotAllocated() throws {
    for (file, dataset, bytes) in [("several.h5", "/unwritten", 0x1p45), ("leaving.h5", "/cut", 8e6)] {
      guard case .hdf5(let error) = try Fixture.problem(reading: Fixture.path(file), dataset: dataset) else {
        Issue.record("\(dataset) should be too large")
        continue
      }
      #expect(error.problem == .tooLarge(bytes: bytes, limit: 0))
    }
  }

  @Test func aPathInAnotherKindOfFile() throws {
    #expect(try Fixture.problem(reading: Fixture.path("le-f4.npy"), dataset: "/x") == .pathInside("/x"))
    #expect(try Fixture.problem(reading: Fixture.path("numpy.csv"), dataset: "/x") == .pathInside("/x"))
  }
}
