import Files
import Foundation
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

@Suite struct ExperimentFileTests {
  private func read(_ text: String) throws(ExperimentFileError) -> ExperimentFile {
    try ExperimentFile(Array(text.utf8), file: "x.yaml", for: .divergence)
  }

  private func problem(_ text: String) -> (line: Int, problem: ExperimentFileProblem)? {
    do throws(ExperimentFileError) {
      _ = try read(text)
      return nil
    } catch .malformed("x.yaml", let line, let problem) {
      return (line, problem)
    } catch {
      return nil
    }
  }

  private func expect(
    _ text: String, line: Int, _ problem: ExperimentFileProblem, _ location: SourceLocation = #_sourceLocation
  ) {
    let found = self.problem(text)
    #expect(found?.line == line, sourceLocation: location)
    #expect(found?.problem == problem, sourceLocation: location)
  }

  @Test func everyKey() throws {
    let file = try read(
      """
      # All of them.
      cells: [lstm, gru-reset-before]
      hidden-sizes: [1, 2]
      input-sizes:
        - 4
        - 8
      layers: 3
      repeats: 5
      network: [a.keras, "b 2.onnx"]
      layer: lstm_1
      layers-from: lstm..lstm_2
      inputs: x.npy
      pairs: 12
      against: [glorot, shuffled]
      twins: 20
      seed: 18446744073709551615
      initializer: glorot-normal
      gain: 1.5
      forget-bias: -1
      precision: float64
      total-steps: 2000
      unique-steps: 100
      thresholds: [1e-1, 0.001, 1.0E-7]
      curves: true
      output: "results/my file.h5"
      jobs: 4
      shard: 2/4
      force: false
      quiet: true
      fail-fast: true
      """)
    #expect(file.cells == [.lstm, .gruResetBefore])
    #expect(file.hiddenSizes == [1, 2])
    #expect(file.inputSizes == [4, 8])
    #expect(file.layers == [3])
    #expect(file.repeats == 5)
    #expect(file.network == ["a.keras", "b 2.onnx"])
    #expect(file.layer == "lstm_1")
    #expect(file.layersFrom == LayerSpan("lstm..lstm_2"))
    #expect(file.inputs == "x.npy")
    #expect(file.pairs == 12)
    #expect(file.against == [.glorot, .shuffled])
    #expect(file.twins == 20)
    #expect(file.seed == .max)
    #expect(file.initializer == .glorotNormal)
    #expect(file.gain == 1.5)
    #expect(file.forgetBias == -1)
    #expect(file.precision == .float64)
    #expect(file.totalSteps == 2000)
    #expect(file.uniqueSteps == 100)
    #expect(file.thresholds == [0.1, 0.001, 1e-7])
    #expect(file.curves == true)
    #expect(file.output == "results/my file.h5")
    #expect(file.jobs == 4)
    #expect(file.shard == (try Shard("2/4")))
    #expect(file.force == false)
    #expect(file.quiet == true)
    #expect(file.failFast == true)
  }

  @Test(arguments: ["", "\n\n", "# nothing\n", "---\n", "---\n...\n", "{}"])
  func noSettings(text: String) throws {
    #expect(try read(text) == ExperimentFile())
  }

  @Test func keysOfAnotherPurposeAreUnknown() throws {
    func read(_ text: String, _ purpose: ExperimentPurpose) throws -> ExperimentFile {
      try ExperimentFile(Array(text.utf8), file: "x.yaml", for: purpose)
    }
    #expect(try read("positions: [1-3, 7]", .memorization).positions == [1, 2, 3, 7])
    #expect(try read("length: 10-15", .memorization).length == NumberSpan(first: 10, last: 15))
    #expect(throws: ExperimentFileError.self) { try read("positions: 1", .divergence) }
    #expect(throws: ExperimentFileError.self) { try read("total-steps: 100", .memorization) }
  }

  @Test func unknownKeys() {
    let allowed = [
      "cells", "hidden-sizes", "input-sizes", "layers", "repeats", "network", "layer", "layers-from",
      "inputs", "pairs", "against", "twins", "seed", "initializer", "gain", "forget-bias",
      "spectral-radius", "density", "leak-rate", "input-scaling", "bias-scaling", "activation", "precision",
      "total-steps", "unique-steps", "thresholds", "curves", "output", "jobs", "shard", "force", "quiet",
      "fail-fast",
    ]
    expect("seed: 1\n\nhidden_sizes: [1]\n", line: 3, .unknownKey("hidden_sizes", allowed: allowed))
    expect("Seed: 1\n", line: 1, .unknownKey("Seed", allowed: allowed))
    expect("? [a]\n: 1\n", line: 1, .unknownKey("?", allowed: allowed))
  }

  @Test func duplicateKeys() {
    expect("seed: 1\njobs: 2\nseed: 3\n", line: 3, .duplicateKey("seed"))
    expect("seed: 1\njobs: 2\n\"seed\" : 1\n", line: 3, .duplicateKey("seed"))
    expect("{seed: 1, seed: 2}", line: 1, .duplicateKey("seed"))
  }

  @Test(arguments: [
    "1.5", "ten", "\"10\"", "1e3", "0x10", "010", "1_000", "+3", "", "~", "true", "99999999999999999999",
  ])
  func wholeNumbersOnly(text: String) {
    let found = text == "~" || text.isEmpty ? text : text.replacing("\"", with: "")
    expect(
      "seed: 1\nrepeats: \(text)\n", line: 2,
      .wrongType(key: "repeats", found: found, expected: .wholeNumber))
  }

  @Test func wrongTypes() {
    expect("seed: -1", line: 1, .wrongType(key: "seed", found: "-1", expected: .seed))
    expect("gain: .inf", line: 1, .wrongType(key: "gain", found: ".inf", expected: .number))
    expect("gain: nan", line: 1, .wrongType(key: "gain", found: "nan", expected: .number))
    expect("gain: 0x1p3", line: 1, .wrongType(key: "gain", found: "0x1p3", expected: .number))
    expect("curves: yes", line: 1, .wrongType(key: "curves", found: "yes", expected: .truth))
    expect("curves: 1", line: 1, .wrongType(key: "curves", found: "1", expected: .truth))
    expect("output: 5", line: 1, .wrongType(key: "output", found: "5", expected: .text))
    expect("output: null", line: 1, .wrongType(key: "output", found: "null", expected: .text))
    expect("shard: 5/4", line: 1, .wrongType(key: "shard", found: "5/4", expected: .shard))
    expect("repeats: [1]", line: 1, .wrongType(key: "repeats", found: nil, expected: .wholeNumber))
    expect("seed: {a: 1}", line: 1, .wrongType(key: "seed", found: nil, expected: .seed))
    expect(
      "layers-from: lstm", line: 1, .wrongType(key: "layers-from", found: "lstm", expected: .layerSpan))
    expect(
      "hidden-sizes:\n  - 1\n  - two\n", line: 3,
      .wrongType(key: "hidden-sizes", found: "two", expected: .wholeNumbers))
    expect(
      "hidden-sizes: [[1, 2]]", line: 1,
      .wrongType(key: "hidden-sizes", found: nil, expected: .wholeNumbers))
  }

  @Test func unknownNames() {
    let cells = CellType.allCases.map(\.rawValue)
    expect(
      "cells:\n- lstm\n- LSTM\n", line: 3, .unknownName(key: "cells", found: "LSTM", allowed: cells))
    expect(
      "precision: double", line: 1,
      .unknownName(key: "precision", found: "double", allowed: ["float32", "float64"]))
  }

  @Test func notSettings() {
    expect("- 1\n- 2\n", line: 1, .notAMapping)
    expect("\nhello\n", line: 2, .notAMapping)
    expect("seed: 1\n---\nseed: 2\n", line: 3, .severalDocuments)
  }

  @Test func notYAML() throws {
    #expect(problem("seed: 1\njobs: [1\n")?.line == 3)
    #expect(problem("seed: 1\n\tjobs: 2\n")?.line == 2)
    #expect(problem("seed: *nothing\n")?.line == 1)
    let bytes = Array("seed: 1\noutput: ".utf8) + [0xff, 0xfe, 0x0a]
    #expect(throws: ExperimentFileError.malformed(file: "x.yaml", line: 2, .notYAML("not UTF-8"))) {
      try ExperimentFile(bytes, file: "x.yaml", for: .divergence)
    }
    #expect(problem("seed: 1\noutput: a\u{0}b\n")?.line == 2)
  }

  @Test func files() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("x.yaml")
    #expect(throws: ExperimentFileError.missing(file: path)) {
      try ExperimentFile(path: path, for: .divergence)
    }
    #expect(throws: ExperimentFileError.cannotOpen(file: folder.url.path, SystemError(code: EISDIR))) {
      try ExperimentFile(path: folder.url.path, for: .divergence)
    }
    try writeBytes("seed: 3\n".utf8, to: path)
    #expect(try ExperimentFile(path: path, for: .divergence).seed == 3)
  }
}
