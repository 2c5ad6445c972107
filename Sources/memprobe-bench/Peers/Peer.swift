import Foundation

/// A script that does what the probe does in another framework.
struct Peer {
  let name: String
  let script: URL
  let python: String

  /// The four peers in a folder of `peer_*.py` scripts.
  static func all(in folder: String, python: String) -> [Peer] {
    ["onnxruntime", "pytorch", "jax", "keras"].map { name in
      Peer(
        name: name, script: URL(fileURLWithPath: folder).appendingPathComponent("peer_\(name).py"),
        python: python)
    }
  }

  /// Microseconds per step of one size, one thread, by cell; the framework's name and version with them.
  func perStep(_ size: StepSize, steps: Int) throws -> [PeerRecord] {
    let sizes = ["--cell", "lstm,gru", "--hidden", "\(size.hidden)", "--input", "\(size.input)"]
    let timing = ["--per-step", "--steps", "\(steps)", "--json"]
    let lines = try Subprocess(words + timing + sizes, keepsOutput: true).finish()
    return try lines.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(PeerRecord.self, from: $0)
    }
  }

  /// Runs the default experiment in two processes, each with half of the repeats.
  func runExperiment(repeats: Int) throws {
    let halves = try (0..<2).map { seed in
      try Subprocess(words + ["--repeats", "\(repeats / 2)", "--seed", "\(seed)"])
    }
    for half in halves { try half.finish() }
  }

  private var words: [String] { [python, script.path, "--threads", "1"] }
}
