import Foundation
import Testing

@testable import SequenceFiles

@Suite struct NPYFileTests {
  @Test(arguments: ["f2", "f4", "f8"], ["le-", "be-"]) func floats(kind: String, order: String) throws {
    let table = try SequenceFile(path: Fixture.path(order + kind + ".npy")).read()
    #expect(table.rows == 4 && table.columns == 3)
    #expect(table.values == Fixture.floats)
  }

  @Test(arguments: ["i1", "le-i2", "be-i2", "le-i4", "be-i4", "le-i8", "be-i8"])
  func integers(name: String) throws {
    let table = try SequenceFile(path: Fixture.path(name + ".npy")).read()
    #expect(table.rows == 4 && table.columns == 3)
    #expect(table.values == Fixture.integers)
  }

  @Test(arguments: ["u1", "le-u2", "be-u2", "le-u4", "be-u4", "le-u8", "be-u8"])
  func unsignedIntegers(name: String) throws {
    #expect(try SequenceFile(path: Fixture.path(name + ".npy")).read().values == Fixture.unsigned)
  }

  @Test(arguments: ["fortran", "version-2", "version-3"]) func otherHeaders(name: String) throws {
    let table = try SequenceFile(path: Fixture.path(name + ".npy")).read()
    #expect(table.rows == 4 && table.columns == 3)
    #expect(table.values == Fixture.floats)
  }

  @Test func oneAxisIsOneInput() throws {
    let table = try SequenceFile(path: Fixture.path("one-axis.npy")).read()
    #expect(table.rows == 4 && table.columns == 1)
    #expect(table.values == [0.25, 2.75, 5.25, 7.75])
  }

  @Test func threeAxesAreSequences() throws {
    let table = try SequenceFile(path: Fixture.path("three-axes.npy")).read()
    #expect(table.sequences == 4 && table.steps == 3 && table.columns == 1)
    #expect(table.values == Fixture.floats)
    let second = try SequenceFile(path: Fixture.path("le-f4.npy"), columns: ColumnChoice("3,1")).read()
    #expect(second.values == [0.5, 0, 3, 2.5, 5.5, 5, 8, 7.5])
  }

  /// A Fortran array of three axes, its values numbered in the order of C.
  @Test func fortranOrder() throws {
    let shape = [2, 3, 4]
    var stored = [Double](repeating: 0, count: 24)
    for i in 0..<2 {
      for j in 0..<3 { for k in 0..<4 { stored[i + 2 * (j + 3 * k)] = Double((i * 3 + j) * 4 + k) } }
    }
    let header = "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3, 4), }"
    let bytes = file(header, data: 0) + stored.withUnsafeBytes { Array($0) }
    let table = try NPYFile.table(bytes)
    #expect(
      table.values == (0..<24).map(Double.init) && table.sequences == shape[0] && table.columns == shape[2])
  }

  @Test(arguments: [
    ("no-axis.npy", SequenceFileProblem.rank(shape: [])),
    ("no-rows.npy", .empty(rows: 0, columns: 3)),
    ("bool.npy", .npyType("|b1")),
    ("complex.npy", .npyType("<c16")),
    ("text.npy", .npyType("<U1")),
    ("records.npy", .npyType("[('a', '<f8'), ('b', '<i4')]")),
    ("objects.npy", .npyType("|O")),
    ("not-finite.npy", .notFinite(row: 2, column: 1)),
    ("archive.npz", .otherFormat(.zip)),
  ])
  func refusals(name: String, expected: SequenceFileProblem) throws {
    #expect(try Fixture.problem(reading: Fixture.path(name)) == expected)
  }

  // MARK: Headers written by hand

  /// A file of version 1.0 with this header and this many bytes of zeros after it.
  private func file(_ header: String, data: Int = 8) -> [UInt8] {
    let length = UInt16(header.utf8.count)
    return NPYFile.signature + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)] + Array(header.utf8)
      + Array(repeating: 0, count: data)
  }

  private func problem(_ bytes: [UInt8]) -> SequenceFileProblem? {
    do {
      _ = try NPYFile.table(bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }          \n",
    "{\"shape\":(1,1,),\"fortran_order\":True,\"descr\":\"<f8\"}",
    " { 'fortran_order' : False , 'descr' : '<f8' , 'shape' : ( 1 , ) } \n",
  ])
  func headersThatHold(header: String) {
    #expect(problem(file(header)) == nil)
  }

  private static let aKey = "one of the keys 'descr', 'fortran_order' and 'shape', each once"

  @Test(arguments: [
    ("", 10, "'{'"),
    ("{}", 12, "the keys 'descr', 'fortran_order' and 'shape'"),
    ("{'descr': '<f8', 'shape': (1,)}", 41, "the keys 'descr', 'fortran_order' and 'shape'"),
    ("{'descr': '<f8', 'descr': '<f8'}", 27, aKey),
    ("{'a': 1}", 11, aKey),
    ("{'descr': 5}", 20, "a string in quotes"),
    ("{'descr': '<f8", 20, "a string in quotes"),
    ("{'descr': '\\x3cf8'}", 20, "a string without backslashes"),
    ("{'fortran_order': 0}", 28, "True or False"),
    ("{'shape': (1)}", 22, "','"),
    ("{'shape': (-1,)}", 21, "a whole number of at most 18 digits"),
    ("{'shape': (99999999999999999999,)}", 21, "a whole number of at most 18 digits"),
    ("{'shape': [1]}", 20, "'('"),
    ("{'shape': (1,) 'descr'", 25, "'}'"),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (1,)}; import os", 65, "the end of the header"),
  ])
  func headersThatDoNot(header: String, byte: Int, expected: String) {
    #expect(problem(file(header)) == .npyHeader(byte: byte, expected: expected))
  }

  @Test func wrongSizes() {
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3)}"
    #expect(problem(file(header, data: 48)) == nil)
    #expect(problem(file(header, data: 47)) == .truncated(needed: 48, found: 47))
    #expect(problem(file(header, data: 50)) == .trailing(bytes: 2))
    for version in [0, 4] as [UInt8] {
      var bytes = file(header, data: 48)
      bytes[6] = version
      #expect(problem(bytes) == .npyVersion(major: version, minor: 0))
    }
  }

  /// What a header only claims is never allocated.
  @Test func absurdSizes() {
    for shape in ["(999999999999999999, 999999999999999999)", "(999999999999999999,)", "(134217729,)"] {
      let bytes = file("{'descr': '<f8', 'fortran_order': False, 'shape': \(shape)}")
      guard case .tooLarge = problem(bytes) else {
        Issue.record("\(shape)")
        continue
      }
    }
    let claimed = file("{'descr': '|u1', 'fortran_order': False, 'shape': (134217728,)}", data: 5)
    #expect(problem(claimed) == .truncated(needed: 134_217_728, found: 5))
  }

  @Test func everyPrefixIsRefused() throws {
    let whole = try Fixture.bytes("le-f4.npy")
    for count in NPYFile.signature.count..<whole.count {
      #expect(problem(Array(whole[..<count])) != nil, "\(count) bytes")
    }
  }

  /// Whatever a byte of the header is changed to, the file is read or refused, and what is read has the values
  /// that are there.
  @Test func damagedHeaders() throws {
    let whole = try Fixture.bytes("le-u2.npy")
    for place in NPYFile.signature.count..<128 {
      for change in 1...255 as ClosedRange<UInt8> {
        var damaged = whole
        damaged[place] ^= change
        guard let table = try? NPYFile.table(damaged) else { continue }
        #expect(table.rows * table.columns == 12, "byte \(place) ^ \(change)")
      }
    }
  }
}
