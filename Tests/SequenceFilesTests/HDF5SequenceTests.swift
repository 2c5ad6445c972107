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
    let path = Fixture.path("several.h5")
    let names = [
      "big-endian", "float32", "half", "inner/packed", "one-axis", "text", "three-axes", "unsigned",
      "unwritten",
    ]
    guard case .datasets(let found) = try Fixture.problem(reading: path) else {
      Issue.record("there are several")
      return
    }
    #expect(found.sorted() == names.map { "/" + $0 })
  }

  @Test func threeAxesAreSequences() throws {
    let table = try table("three-axes")
    #expect(table.sequences == 4 && table.steps == 3 && table.columns == 1)
  }

  /// The only dataset there is may lie in a group of a group.
  @Test func theOnlyDatasetIsFoundInGroups() throws {
    let file = try HDF5File()
    let group = try file.root.createGroup("run1").createGroup("day2")
    try group.createDataset("inputs", shape: [2, 2], values: [1.0, 2, 3, 4])
    #expect(try HDF5Sequence.table(file.bytes(), dataset: nil).values == [1, 2, 3, 4])
  }

  @Test func refusals() throws {
    let path = Fixture.path("several.h5")
    for dataset in ["/nothing", "/nothing/there", "/inner/nothing", "/float32/inside"] {
      #expect(try Fixture.problem(reading: path, dataset: dataset) == .noSuchDataset(dataset))
    }
    let text = HDF5ImageError(object: "/text", problem: .wrongType(found: "string"))
    #expect(try Fixture.problem(reading: path, dataset: "/text") == .hdf5(text))
    for dataset in ["/inner", "/"] {
      guard case .hdf5 = try Fixture.problem(reading: path, dataset: dataset) else {
        Issue.record("\(dataset) is a group")
        continue
      }
    }
  }

  @Test func whatLeadsElsewhereIsNotFollowed() throws {
    let path = Fixture.path("leaving.h5")
    #expect(try SequenceFile("\(path):/here").read().values == Fixture.floats)
    for (dataset, place) in [
      ("/link", "/link"), ("/soft-link", "/soft-link"), ("/soft", "/soft"), ("/group/float32", "/group"),
      ("/storage", "/storage"), ("/virtual", "/virtual"),
    ] {
      guard case .hdf5(let error) = try Fixture.problem(reading: path, dataset: dataset),
        case .unsupported = error.problem
      else {
        Issue.record("\(dataset)")
        continue
      }
      #expect(error.object == place)
    }
  }

  /// 16 TiB and 8 MB that nobody ever wrote.
  @Test(arguments: [("several.h5", "/unwritten"), ("leaving.h5", "/cut")])
  func whatIsOnlyDeclaredIsNotAllocated(file: String, dataset: String) throws {
    switch try Fixture.problem(reading: Fixture.path(file), dataset: dataset) {
    case .tooLarge?: break
    case .hdf5(let error)?: #expect(error.object == dataset)
    default: Issue.record("read")
    }
  }

  /// Whatever a byte is changed to, the file is read as a table or refused.
  @Test(arguments: [("labelled.h5", nil), ("several.h5", "/inner/packed")] as [(String, String?)])
  func damagedFiles(name: String, dataset: String?) throws {
    let whole = try Fixture.bytes(name)
    for place in stride(from: 8, to: whole.count, by: 3) {
      for change in [1, 0x80, 0xff] as [UInt8] {
        var damaged = whole
        damaged[place] ^= change
        guard let table = try? HDF5Sequence.table(damaged, dataset: dataset) else { continue }
        #expect(table.values.count == table.rows * table.columns)
      }
    }
  }

  @Test func aPathInAnotherKindOfFile() throws {
    #expect(try Fixture.problem(reading: Fixture.path("le-f4.npy"), dataset: "/x") == .pathInside("/x"))
    #expect(try Fixture.problem(reading: Fixture.path("numpy.csv"), dataset: "/x") == .pathInside("/x"))
  }
}
