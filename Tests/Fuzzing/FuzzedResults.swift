import CZlib
import Experiments
import Exports
import Figures
import Foundation
import HDF5
import MemoryMeasures

/// Results files and journals that are made up: read, shown, exported and reported; and checksums put right.
enum FuzzedResults {
  /// Larger ones are what they say they are: what is made of them is as large.
  private static let mostRuns = 20_000

  static func read(_ bytes: [UInt8]) {
    guard let document = try? Document(bytes, path: "input") else { return }
    let results = document.results
    present(results, of: document, way: way(bytes))
  }

  /// What is done with an input: the same whenever it is read.
  private static func way(_ bytes: [UInt8]) -> Int { bytes.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xffff } % 4 }

  private static func present<Found: AnyResults>(_ results: Found, of document: Document, way: Int) {
    let typed = results.typed
    precondition(typed.records.count + typed.missingCount <= typed.plan.runCount)
    guard typed.plan.runCount <= mostRuns else { return }
    switch way {
    case 0:
      _ = results.summary()
      _ = results.survival()
    case 1: _ = Report([.init(document: document, command: nil)], program: "fuzzed").html()
    case 2:
      var merge = Merge(of: typed.plan, as: document.path)
      for _ in 1...2 { try? merge.add(document) }
      _ = merge.results.missing
    default:
      let provenance = Provenance(commandLine: "fuzzed", date: .distantPast, program: "fuzzed")
      guard let labelled = try? document.labelled(provenance: provenance) else { return }
      for format in ExportFormat.allCases where format != .mat {
        for file in ResultsExport(labelled, format: format, path: "fuzzed").files { _ = try? file.bytes() }
      }
    }
  }

  // MARK: Journals

  /// Puts right the checksum of every line, and the fingerprint of the plan.
  static func repair(journal bytes: inout [UInt8]) {
    bytes = signed(bytes)
    do {
      _ = try Document(bytes, path: "input")
    } catch JournalError.malformed(_, 1, .wrongFingerprint(let found)) {
      let text = Data(bytes.prefix { $0 != UInt8(ascii: "\n") }.dropFirst(9))
      replace(fingerprint: found, in: &bytes) { measure in fingerprint(in: text, of: measure) }
      bytes = signed(bytes)
    } catch {}
  }

  /// Every line behind eight hexadecimal digits of its checksum and a space. From version 3 on, checksums go on from that
  /// of the first line.
  private static func signed(_ bytes: [UInt8]) -> [UInt8] {
    var seed: UInt32 = 0
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let signed = lines.enumerated().map { place, line in
      guard line.count > 9 else { return Array(line) }
      let text = Array(line.dropFirst(9))
      let checksum = checksum(text, after: seed)
      if place == 0, Data(text).firstRange(of: Data("\"journal\":3".utf8)) != nil { seed = checksum }
      return Array((digits(checksum) + " ").utf8) + text
    }
    return Array(signed.joined(separator: [UInt8(ascii: "\n")]))
  }

  private static func digits(_ checksum: UInt32) -> String {
    let digits = String(checksum, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  private static func checksum(_ bytes: [UInt8], after seed: UInt32 = 0) -> UInt32 {
    UInt32(crc32(uLong(seed), bytes, uInt(bytes.count)))
  }

  private struct Header<M: Measure>: Decodable { let plan: Plan<M> }

  private static func fingerprint<M: Measure>(in header: Data, of: M.Type) -> String? {
    (try? decoder.decode(Header<M>.self, from: header))?.plan.fingerprint
  }

  // MARK: Results files

  /// Puts right the checksums of HDF5, those of the numbers, and the fingerprint of the plan, one after the other as
  /// they stop the reader.
  static func repair(file bytes: inout [UInt8]) {
    for _ in 0..<32 {
      do {
        _ = try Document(bytes, path: "input")
        return
      } catch ResultsFileError.damaged(_, let error) {
        guard case .checksum(let place, let expected) = error.problem, place + 4 <= bytes.count else {
          return
        }
        for byte in 0..<4 { bytes[place + byte] = UInt8(truncatingIfNeeded: expected >> (8 * UInt32(byte))) }
      } catch ResultsFileError.malformed(_, .checksum(let variable)) {
        guard let root = try? HDF5Image(bytes).root(), repair(variable, of: root, in: &bytes) else { return }
      } catch ResultsFileError.malformed(_, .fingerprint(let found)) {
        guard let plan = try? HDF5Image(bytes).root().strings(attribute: "plan")?.first else { return }
        let text = Data(plan.utf8)
        replace(fingerprint: found, in: &bytes) { measure in fingerprint(ofPlan: text, of: measure) }
      } catch {
        return
      }
    }
  }

  /// Puts the right checksum in the place of the wrong one, wherever that stands.
  private static func repair(_ variable: String, of root: HDF5ImageObject, in bytes: inout [UInt8]) -> Bool {
    guard let object = try? root.member(variable),
      case .numbers(_, let numbers) = try? object.values().values,
      case .numbers(_, let wrong) = try? object.values(attribute: "crc32"), wrong.count == 8,
      let place = bytes.firstRange(of: wrong)?.lowerBound
    else { return false }
    let right = UInt64(checksum(numbers))
    for byte in 0..<8 { bytes[place + byte] = UInt8(truncatingIfNeeded: right >> (8 * UInt64(byte))) }
    return true
  }

  private static func fingerprint<M: Measure>(ofPlan text: Data, of: M.Type) -> String? {
    (try? decoder.decode(Plan<M>.self, from: text))?.fingerprint
  }

  private static let decoder: JSONDecoder = {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }()

  /// - Parameter right: the fingerprint, if the plan is one of this measure.
  private static func replace(
    fingerprint wrong: String, in bytes: inout [UInt8], by right: (any Measure.Type) -> String?
  ) {
    guard let right = Measures.all.lazy.compactMap(right).first, wrong.utf8.count == right.utf8.count,
      let range = bytes.firstRange(of: Array(wrong.utf8))
    else { return }
    bytes.replaceSubrange(range, with: right.utf8)
  }
}
