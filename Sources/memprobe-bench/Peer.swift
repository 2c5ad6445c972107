import Foundation
import RecurrentNetworks

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

/// Another program, running.
struct Subprocess {
  private let process = Process()
  private let output: Pipe?
  private let command: String

  /// Starts the program that the first word names, found as a shell finds it. Its errors are not shown.
  ///
  /// - Parameter keepsOutput: whether `finish` returns what it prints. Such a program must be finished before
  ///   another one is waited for: it stands still while nobody reads what it prints.
  init(_ words: [String], keepsOutput: Bool = false) throws {
    command = words.joined(separator: " ")
    output = keepsOutput ? Pipe() : nil
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardOutput = output ?? FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  /// Waits for its end and returns what it printed, if that is kept.
  ///
  /// - Throws: `SubprocessError` if it ended with a failure.
  @discardableResult func finish() throws -> Data {
    let data = output?.fileHandleForReading.readDataToEndOfFile() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw SubprocessError(command: command, status: process.terminationStatus)
    }
    return data
  }
}

/// A program that ended with a failure.
struct SubprocessError: Error, CustomStringConvertible {
  var command: String
  var status: Int32

  var description: String {
    """
    '\(command)' ended with status \(status); is it built, or are the packages of Tests/Peers/requirements.txt \
    installed for the interpreter given by --python?
    """
  }
}

/// A script that trains networks on the same task in another framework.
struct TrainingPeer {
  let name: String
  let script: URL
  let python: String
  /// Networks trained at once.
  let networks: Int

  /// One network at a time, and many at once.
  static func all(in folder: String, python: String, networks: Int) -> [TrainingPeer] {
    [
      ("memorize_pytorch", "pytorch", 1),
      ("memorize_pytorch_batched", "pytorch, \(networks) at once", networks),
    ]
    .map { script, name, networks in
      TrainingPeer(
        name: name, script: URL(fileURLWithPath: folder).appendingPathComponent("\(script).py"),
        python: python, networks: networks)
    }
  }

  /// Seconds of processor time per update and network, one thread; the framework's name and version with
  /// them.
  func perUpdate(_ cell: CellType, _ size: TrainingSize, updates: Int) throws -> TrainingPeerRecord {
    let words = [
      python, script.path, "--timing", "--json", "--threads", "1", "--cell", cell.rawValue, "--layers",
      "\(size.layers)", "--hidden", "\(size.hidden)", "--epochs", "\(updates)", "--repeats", "\(networks)",
    ]
    let lines = try Subprocess(words, keepsOutput: true).finish()
    return try JSONDecoder().decode(
      TrainingPeerRecord.self, from: lines.split(separator: UInt8(ascii: "\n")).first ?? Data())
  }
}

/// A line that a script of the memorization task prints: one network, timed.
struct TrainingPeerRecord: Decodable {
  var framework: String
  var processor_microseconds_per_update: Double
}
