import CHDF5
import HDF5Reading
import TestSupport
import Testing

@testable import HDF5

@Suite("Handles")
struct HandleTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// New handles of the kinds that belong to no file, for the library numbers each kind in order of creation.
  static func probes() throws -> [Handle] {
    let location = Location(object: "")
    return [
      try location.own("H5Screate", closedBy: hdf5.H5Sclose) { hdf5.H5Screate(H5S_SCALAR) },
      try location.own("H5Tcopy", closedBy: hdf5.H5Tclose) { hdf5.H5Tcopy(hdf5.string) },
      try location.own("H5Pcreate", closedBy: hdf5.H5Pclose) { hdf5.H5Pcreate(hdf5.dataset_creation) },
    ]
  }

  /// Files, groups, datasets and attributes that are open.
  static func openObjects() -> Int {
    let kinds = UInt32(H5F_OBJ_FILE | H5F_OBJ_DATASET | H5F_OBJ_GROUP | H5F_OBJ_ATTR)
    return hdf5.H5Fget_obj_count(hid_t(kinds), kinds)
  }

  /// Expects `body` to leave nothing open. Under the lock, so that tests beside this one cannot be counted.
  func expectNothingLeftOpen(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
  ) throws {
    try HDF5Library.locked {
      let objects = Self.openObjects()
      let before = try Self.probes()
      try body()
      let after = try Self.probes()
      #expect(Self.openObjects() == objects, sourceLocation: sourceLocation)
      for (first, last) in zip(before, after) {
        #expect(first.id < last.id, sourceLocation: sourceLocation)
        let open = (first.id + 1..<last.id).filter { hdf5.H5Iis_valid($0) > 0 }
        #expect(open == [], sourceLocation: sourceLocation)
      }
    }
  }

  @Test("None is left open after writing and reading")
  func success() throws {
    try expectNothingLeftOpen {
      let file = try HDF5File()
      let scale = try file.root.createStringDataset("cell", shape: [2], values: ["lstm", "gru"])
      try scale.makeDimensionScale(named: "cell")
      let steps = try file.root.createDataset("steps", shape: [2], values: [Int32(1), 2], fillValue: .min)
      try steps.attachScale(scale, axis: 0)
      try steps.writeAttribute("units", "1")
      try folder.write(file.bytes(), to: "test.h5")
      let root = StoredObject(file: folder.path("test.h5"))
      #expect(try root.memberNames() == ["cell", "steps"])
      #expect(try root.dataset("cell").readStrings() == ["lstm", "gru"])
      #expect(try root.dataset("steps").read(as: Int32.self) == [1, 2])
      #expect(try root.dataset("steps").stringAttribute("units") == "1")
      #expect(try root.dataset("steps").scalePaths() == [["/cell"]])
    }
  }

  @Test("None is left open after failures")
  func failure() throws {
    try expectNothingLeftOpen {
      #expect(throws: HDF5Error.self) {
        try HDF5File().root.createDataset("d", shape: [1], values: [1.0, 2])
      }
      #expect(throws: HDF5Error.self) {
        let root = try HDF5File().root
        try root.createDataset("d", shape: [], values: [1.0])
        try root.createStringDataset("d", shape: [], values: ["taken"])
      }
    }
  }

  @Test("A dataset keeps its file open")
  func lifetimes() throws {
    let steps = try HDF5File().root.createDataset("steps", shape: [1], values: [1.0])
    try steps.writeAttribute("units", "1")
  }

  @Test("Many threads may each have their own file")
  func threads() async throws {
    let folder = folder
    try await withThrowingTaskGroup(of: [Int64].self) { group in
      for thread in 0..<8 {
        let path = folder.path("\(thread).h5")
        group.addTask {
          for round in 0..<20 {
            let file = try HDF5File()
            try file.root.createDataset("d", shape: [2], values: [Int64(thread), Int64(round)])
            try writeBytes(file.bytes(), to: path)
            #expect(throws: HDF5Error.self) {
              try file.root.createDataset("d", shape: [], values: [1.0])
            }
          }
          return try StoredObject(file: path).dataset("d").read(as: Int64.self)
        }
      }
      var results: [[Int64]] = []
      for try await result in group { results.append(result) }
      #expect(Set(results) == Set((0..<8).map { [Int64($0), 19] }))
    }
  }
}
