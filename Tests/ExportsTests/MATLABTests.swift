import Testing

@testable import Exports

@Suite struct MATLABTests {
  @Test func theFirstAxisRunsFastest() {
    let matrix = ColumnMajor([2, 3])
    #expect(matrix.lengths == [2, 3])
    #expect(matrix.reordered([11, 12, 13, 21, 22, 23]) == [11, 21, 12, 22, 13, 23])
    let cube = ColumnMajor([2, 2, 2])
    #expect(
      cube.reordered([111, 112, 121, 122, 211, 212, 221, 222]) == [111, 211, 121, 221, 112, 212, 122, 222])
    #expect(ColumnMajor([3]).lengths == [3, 1])
    #expect(ColumnMajor([3]).reordered([1, 2, 3]) == [1, 2, 3])
    #expect(ColumnMajor([]).lengths == [1, 1])
    #expect(ColumnMajor([2, 0]).reordered([Int]()).isEmpty)
  }

  /// The whole file is opened by SciPy and Octave in Tests/Interoperability.
  @Test func equalResultsGiveEqualBytes() throws {
    let file = try MATLABFile(results: ExampleResults.results).bytes(path: "x.mat")
    #expect(file.starts(with: "MATLAB 5.0 MAT-file".utf8))
    #expect(file[124..<128].elementsEqual([0x00, 0x01, 0x49, 0x4D]), "version 5, little-endian")
    #expect(try MATLABFile(results: ExampleResults.results).bytes(path: "x.mat") == file)
  }
}
