import Foundation
import RecurrentNetworks

/// A script that does what the probe does in another framework.
struct Peer {
  let name: String
  let script: URL
  let python: String
  /// Networks that are trained at once.
  var networks = 1

  /// A line that a script prints: steps of one size, timed.
  struct StepTiming: Decodable {
    var framework: String
    var cell: String
    var microseconds_per_step: Double
  }

  /// A line that a script of the memorization task prints: one network, timed.
  struct UpdateTiming: Decodable {
    var framework: String
    var processor_microseconds_per_update: Double
  }

  /// - Parameter script: a file name in the folder, without its extension.
  private init(_ name: String, _ script: String, in folder: String, python: String, networks: Int = 1) {
    self.name = name
    self.script = URL(fileURLWithPath: folder).appendingPathComponent("\(script).py")
    self.python = python
    self.networks = networks
  }

  /// The four peers in a folder of `peer_*.py` scripts.
  static func all(in folder: String, python: String) -> [Peer] {
    ["onnxruntime", "pytorch", "jax", "keras"].map { Peer($0, "peer_\($0)", in: folder, python: python) }
  }

  /// Those that train: one network at a time, and many at once.
  static func trainers(in folder: String, python: String, networks: Int) -> [Peer] {
    [
      Peer("pytorch", "memorize_pytorch", in: folder, python: python),
      Peer(
        "pytorch, \(networks) at once", "memorize_pytorch_batched", in: folder, python: python,
        networks: networks),
    ]
  }

  /// Microseconds per step of one size, one thread, by cell; the framework's name and version with them.
  func perStep(_ size: StepSize, steps: Int) throws -> [StepTiming] {
    let options = [
      "--per-step", "--steps", "\(steps)", "--json", "--cell", "lstm,gru", "--hidden", "\(size.hidden)",
      "--input", "\(size.input)",
    ]
    return try lines(options).map { try JSONDecoder().decode(StepTiming.self, from: $0) }
  }

  /// Microseconds of processor time per update and network, one thread; the framework's name and version with
  /// them.
  func perUpdate(_ cell: CellType, _ size: TrainingSize, updates: Int) throws -> UpdateTiming {
    let options = [
      "--timing", "--json", "--cell", cell.rawValue, "--layers", "\(size.layers)", "--hidden",
      "\(size.hidden)", "--epochs", "\(updates)", "--repeats", "\(networks)",
    ]
    return try JSONDecoder().decode(UpdateTiming.self, from: lines(options).first ?? Data())
  }

  /// Runs the default experiment in two processes, each with half of the repeats.
  func runExperiment(repeats: Int) throws {
    let halves = try (0..<2).map { seed in
      try Subprocess(words + ["--repeats", "\(repeats / 2)", "--seed", "\(seed)"])
    }
    for half in halves { try half.finish() }
  }

  /// What the script prints with these options.
  private func lines(_ options: [String]) throws -> [Data] {
    try Subprocess(words + options, keepsOutput: true).finish().split(separator: UInt8(ascii: "\n"))
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
