import Files
import Foundation
import HDF5
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

@Suite struct RecallResultsFileTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("recall.h5")
  }

  /// Two networks, two magnitudes, 3 sequences, 4 steps.
  private func results() throws -> RecallResults {
    let latch = try ConstructedNetwork<Float>(.latch, cell: .gru, hiddenSize: 5)
    let blank = try ConstructedNetwork<Float>(.memoryless, cell: .rnn, hiddenSize: 2)
    return try RecallResults(
      measuring: [RecallSubject(latch), RecallSubject(blank)],
      settings: RecallSettings(totalSteps: 10, sequences: 3, trainingSequences: 9, magnitudes: [1, 0.25]),
      seed: 8, precision: .float32, path: .best, jobs: 2)
  }

  private func write(_ results: RecallResults, overwrites: Bool = false) throws {
    try RecallResultsFile.write(results, to: path, overwrites: overwrites, provenance: Example.provenance)
  }

  @Test func dimensionsAreNamedAndLabelled() throws {
    try write(results())
    let root = try HDF5File.open(at: path).root
    #expect(try root.dataset("network").readStrings() == ["latch gru", "memoryless rnn"])
    #expect(try root.dataset("magnitude").read(as: Double.self) == [1, 0.25])
    #expect(try root.dataset("sequence").read(as: Int32.self) == [0, 1, 2])
    #expect(try root.dataset("step").read(as: Int32.self) == [1, 2, 5, 10])
    #expect(try root.dataset("answer").shape == [2, 2, 3, 4])
    #expect(try root.dataset("first_input").shape == [2, 2, 3])
    #expect(try root.dataset("largest_relative_error").shape == [2, 2, 4])
    #expect(try root.dataset("answer").stringAttribute("dimensions") == "network magnitude sequence step")
  }

  @Test func valuesAreInTheirPlaces() throws {
    let results = try results()
    try write(results)
    let root = try HDF5File.open(at: path).root
    func values(_ name: String) throws -> [Double] { try root.dataset(name).read(as: Double.self) }
    let entries = results.entries.map(\.measurement)
    #expect(try values("answer") == entries.flatMap { $0.answers.flatMap { $0.flatMap(\.self) } })
    #expect(try values("first_input") == entries.flatMap { $0.firstInputs.flatMap(\.self) })
    // The latch: 0 at step 1, exact after; 6 sequences.
    let errors = Array(try values("absolute_error").prefix(24))
    let inputs = try values("first_input")
    for sequence in 0..<6 {
      #expect(Array(errors[sequence * 4..<sequence * 4 + 4]) == [abs(inputs[sequence]), 0, 0, 0])
    }
    #expect(try Array(values("error_bound").prefix(6)) == Array(repeating: 0, count: 6))
    #expect(try values("error_bound").dropFirst(6).allSatisfy { $0.isNaN })
    let sorted = inputs.prefix(3).map(abs).sorted()
    #expect(try values("median_absolute_error")[0] == sorted[1])
    #expect(try values("largest_absolute_error")[0] == sorted[2])
    #expect(try root.dataset("first_answer_step").read(as: Int32.self) == [2, 1])
    #expect(try root.dataset("hidden_size").read(as: Int32.self) == [5, 2])
    #expect(try root.dataset("cell").readStrings() == ["gru", "rnn"])
    #expect(
      try root.dataset("readout").readStrings()
        == ["7.555786372591432e+22 * h[0]", "least squares on training sequences"])
  }

  @Test func theRootSaysWhatMadeIt() throws {
    try write(results())
    let root = try HDF5File.open(at: path).root
    #expect(try root.stringAttribute("Conventions") == "CF-1.11")
    #expect(try root.attribute("seed", as: UInt64.self) == [8])
    #expect(try root.attribute("total_steps", as: Int32.self) == [10])
    #expect(try root.stringAttribute("precision") == "float32")
    #expect(try root.stringAttribute("source") == "memprobe test")
  }

  @Test func readsBackWhatWasWritten() throws {
    let results = try results()
    try write(results)
    let read = try RecallResultsFile.read(path)
    #expect(RecallPlan(read) == RecallPlan(results))
    #expect(read.entries.map(\.measurement) == results.entries.map(\.measurement))
    #expect(read.entries.map { $0.isWithinBound(read.settings) } == [true, nil])
  }

  /// Flips a bit in every 29th byte, one at a time: an error, or nothing that is read has changed.
  @Test func aFlippedBitIsNeverAResult() throws {
    let results = try results()
    try write(results)
    let whole = try bytes(of: path)
    for index in stride(from: 0, to: whole.count, by: 29) {
      var damaged = whole
      damaged[index] ^= 1 << UInt8(index % 8)
      try writeBytes(damaged, to: path)
      guard let read = try? RecallResultsFile.read(path) else { continue }
      #expect(RecallPlan(read) == RecallPlan(results))
      #expect(read.entries.map(\.measurement) == results.entries.map(\.measurement))
    }
  }

  /// A plan with another magnitude than the axis, or a readout of a unit that there is not.
  @Test func unsoundPlansAreRefused() throws {
    let results = try results()
    try write(results)
    #expect(RecallPlan(results).isSound)
    let network = results.entries[0].network
    for broken in [
      RecallResults(settings: results.settings, seed: 0, precision: .float32, entries: []),
      RecallResults(
        settings: results.settings, seed: 0, precision: .float32,
        entries: [.init(network: try changed(network, unit: 5), measurement: results.entries[0].measurement)]),
    ] {
      #expect(!RecallPlan(broken).isSound)
      try write(broken, overwrites: true)
      #expect(throws: ResultsFileError.malformed(path: path, .plan("values out of range"))) {
        try RecallResultsFile.read(path)
      }
    }
  }

  private func changed(_ network: RecalledNetwork, unit: Int) throws -> RecalledNetwork {
    let json = String(decoding: try CanonicalJSON.encode(network), as: UTF8.self)
    let other = json.replacing("\"_0\":0", with: "\"_0\":\(unit)")
    try #require(other != json)
    return try CanonicalJSON.decode(RecalledNetwork.self, from: other.utf8)
  }

  @Test func doesNotOverwriteUnlessAsked() throws {
    let results = try results()
    try write(results)
    let before = try bytes(of: path)
    #expect(throws: OutputError.exists(path: path)) { try write(results) }
    #expect(throws: OutputError.exists(path: path)) {
      try RecallResultsFile.check(path, overwrites: false)
    }
    try RecallResultsFile.check(path, overwrites: true)
    #expect(try bytes(of: path) == before)
    try write(results, overwrites: true)
    #expect(folder.names == ["recall.h5"])
  }
}
