import Files
import Foundation
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

@Suite struct ExperimentFileTests {
  private static let keys: [ExperimentFile.Key] = [
    .init("cells", aliases: ["cell"], .names(CellType.allCases.map(\.rawValue))),
    .init("hidden-sizes", .wholes), .init("input-sizes", .wholes), .init("layers", .wholes),
    .init("repeats", .whole), .init("network", .texts), .init("layer", .text),
    .init("layers-from", .layerSpan), .init("seed", .seed), .init("gain", .number),
    .init("forget-bias", .number), .init("precision", .name(["float32", "float64"])),
    .init("thresholds", .numbers), .init("length", .span), .init("curves", .flag), .init("output", .text),
    .init("jobs", .whole), .init("shard", .shard), .init("stop-after", .time),
  ]

  private func read(_ text: String) throws(ExperimentFileError) -> ExperimentFile {
    try ExperimentFile(Array(text.utf8), file: "x.yaml", keys: Self.keys)
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

  @Test func everyForm() throws {
    let file = try read(
      """
      # All of them.
      cells: [lstm, gru-reset-before]
      hidden-sizes: [1, 2, 5-8]
      input-sizes:
        - 4
        - 8
      layers: 3
      repeats: 5
      network: [a.keras, "b 2.onnx"]
      layer: lstm_1
      layers-from: lstm..lstm_2
      seed: 18446744073709551615
      gain: 1.5
      forget-bias: -1
      precision: float64
      thresholds: [1e-1, 0.001, 1.0E-7]
      length: 10-15
      curves: true
      output: "results/my file.h5"
      shard: 2/4
      """)
    #expect(
      file.values == [
        "cells": .texts(["lstm", "gru-reset-before"]), "hidden-sizes": .wholes([1, 2, 5, 6, 7, 8]),
        "input-sizes": .wholes([4, 8]), "layers": .wholes([3]), "repeats": .whole(5),
        "network": .texts(["a.keras", "b 2.onnx"]), "layer": .text("lstm_1"),
        "layers-from": .text("lstm..lstm_2"), "seed": .seed(.max), "gain": .number(1.5),
        "forget-bias": .number(-1), "precision": .text("float64"),
        "thresholds": .numbers([0.1, 0.001, 1e-7]), "length": .span(first: 10, last: 15),
        "curves": .flag(true), "output": .text("results/my file.h5"), "shard": .text("2/4"),
      ])
    #expect(file.lines["cells"] == 2)
    #expect(file.lines["input-sizes"] == 4)
    #expect(file.lines["layers"] == 7)
  }

  /// As behind the option: with a unit, or a number of seconds.
  @Test(arguments: ["90", "90s", "1h30m", "\"90\""]) func times(text: String) throws {
    #expect(
      try read("stop-after: \(text)").values == ["stop-after": .text(text.replacing("\"", with: ""))])
  }

  @Test func aliases() throws {
    #expect(try read("cell: lstm").values == ["cells": .texts(["lstm"])])
    expect("cells: lstm\ncell: gru\n", line: 2, .duplicateKey("cell"))
  }

  @Test(arguments: ["", "\n\n", "# nothing\n", "---\n", "---\n...\n", "{}"])
  func noSettings(text: String) throws {
    #expect(try read(text).values.isEmpty)
  }

  @Test func unknownKeys() {
    let allowed = [
      "cells", "hidden-sizes", "input-sizes", "layers", "repeats", "network", "layer", "layers-from", "seed",
      "gain", "forget-bias", "precision", "thresholds", "length", "curves", "output", "jobs", "shard",
      "stop-after",
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
      .wrongType(key: "repeats", found: found, expected: .whole))
  }

  @Test func wrongTypes() {
    expect("seed: -1", line: 1, .wrongType(key: "seed", found: "-1", expected: .seed))
    expect("gain: .inf", line: 1, .wrongType(key: "gain", found: ".inf", expected: .number))
    expect("gain: nan", line: 1, .wrongType(key: "gain", found: "nan", expected: .number))
    expect("gain: 0x1p3", line: 1, .wrongType(key: "gain", found: "0x1p3", expected: .number))
    expect("curves: yes", line: 1, .wrongType(key: "curves", found: "yes", expected: .flag))
    expect("curves: 1", line: 1, .wrongType(key: "curves", found: "1", expected: .flag))
    expect("output: 5", line: 1, .wrongType(key: "output", found: "5", expected: .text))
    expect("output: null", line: 1, .wrongType(key: "output", found: "null", expected: .text))
    expect("shard: 5/4", line: 1, .wrongType(key: "shard", found: "5/4", expected: .shard))
    expect("stop-after: 1.5", line: 1, .wrongType(key: "stop-after", found: "1.5", expected: .time))
    expect("repeats: [1]", line: 1, .wrongType(key: "repeats", found: nil, expected: .whole))
    expect("seed: {a: 1}", line: 1, .wrongType(key: "seed", found: nil, expected: .seed))
    expect(
      "layers-from: lstm", line: 1, .wrongType(key: "layers-from", found: "lstm", expected: .layerSpan))
    expect(
      "hidden-sizes:\n  - 1\n  - two\n", line: 3,
      .wrongType(key: "hidden-sizes", found: "two", expected: .wholes))
    expect(
      "hidden-sizes: [[1, 2]]", line: 1,
      .wrongType(key: "hidden-sizes", found: nil, expected: .wholes))
  }

  @Test func unknownNames() {
    let cells = CellType.allCases.map(\.rawValue)
    expect(
      "cells:\n- lstm\n- LSTMs\n", line: 3, .unknownName(key: "cells", found: "LSTMs", allowed: cells))
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
      try ExperimentFile(bytes, file: "x.yaml", keys: Self.keys)
    }
    #expect(problem("seed: 1\noutput: a\u{0}b\n")?.line == 2)
  }

  @Test func files() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("x.yaml")
    #expect(throws: ExperimentFileError.missing(file: path)) {
      try ExperimentFile(path: path, keys: Self.keys)
    }
    #expect(throws: ExperimentFileError.cannotOpen(file: folder.url.path, SystemError(code: EISDIR))) {
      try ExperimentFile(path: folder.url.path, keys: Self.keys)
    }
    try writeBytes("seed: 3\n".utf8, to: path)
    #expect(try ExperimentFile(path: path, keys: Self.keys).values == ["seed": .seed(3)])
  }
}
