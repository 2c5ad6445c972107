import ArgumentParser
import Foundation
import RecurrentNetworks

/// A script that does what the probe does in another framework.
struct Peer {
  let name: String
  /// Its path.
  let script: String
  let python: String
  /// Networks that are trained at once.
  var networks = 1
  var threads = 1
  /// Pairs of sequences that are advanced at once.
  var pairs = 1

  /// A line that a script prints: steps of one size, timed.
  struct StepTiming: Decodable {
    var framework: String
    var cell: String
    var microseconds_per_step: Double
  }

  /// A line that a script of Lyapunov exponents prints: one network, timed.
  struct ExponentTiming: Decodable {
    var framework: String
    var processor_microseconds_per_step: Double
  }

  /// A line that a script of the memorization task prints: one network, timed.
  struct UpdateTiming: Decodable {
    var framework: String
    var processor_microseconds_per_update: Double
  }

  /// Microseconds per step of one size, of all pairs, of so many networks of each cell; the framework's name and version
  /// with them.
  func perStep(
    _ size: SizePair, cells: [CellType] = [.lstm, .gru], steps: Int, repeats: Int = 10
  ) throws -> [StepTiming] {
    let options = [
      "--per-step", "--steps", "\(steps)", "--repeats", "\(repeats)", "--pairs", "\(pairs)", "--json",
      "--cell", cells.map(\.rawValue).joined(separator: ","), "--hidden", "\(size.first)", "--input",
      "\(size.second)",
    ]
    return try lines(options).map { try JSONDecoder().decode(StepTiming.self, from: $0) }
  }

  /// Microseconds of processor time per update and network, one thread; the framework's name and version with
  /// them.
  func perUpdate(_ shape: NetworkShape, updates: Int) throws -> UpdateTiming {
    let options = [
      "--timing", "--json", "--cell", shape.cell.rawValue, "--layers", "\(shape.layers)", "--hidden",
      "\(shape.hiddenSize)", "--epochs", "\(updates)", "--repeats", "\(networks)",
    ]
    return try JSONDecoder().decode(UpdateTiming.self, from: lines(options).first ?? Data())
  }

  /// Microseconds of processor time per step of so many Lyapunov exponents of one network; the framework's name and version
  /// with them.
  func perExponentStep(_ shape: NetworkShape, exponents: Int, steps: Int) throws -> ExponentTiming {
    let options = [
      "--json", "--cell", shape.cell.rawValue, "--hidden", "\(shape.hiddenSize)", "--input",
      "\(shape.inputSize)", "--exponents", "\(exponents)", "--steps", "\(steps)",
    ]
    return try JSONDecoder().decode(ExponentTiming.self, from: lines(options).first ?? Data())
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

  private var words: [String] { [python, script, "--threads", "\(threads)"] }
}

/// Where the peers are.
struct PeerOptions: ParsableArguments {
  @Option(help: "Python interpreter that has the peers' packages.")
  var python = "python3"

  @Option(help: "Folder of the peer scripts.")
  var scripts = "Tests/Peers"

  /// The four that take the steps of a probe.
  var peers: [Peer] { ["onnxruntime", "pytorch", "jax", "keras"].map { peer($0, "peer_\($0)") } }

  /// Those that train: one network at a time, and many at once.
  func trainers(networks: Int) -> [Peer] {
    [
      peer("pytorch", "memorize_pytorch"),
      peer("pytorch, \(networks) at once", "memorize_pytorch_batched", networks: networks),
    ]
  }

  /// Those that compute Lyapunov exponents.
  var lyapunovPeers: [Peer] { ["numpy", "jax"].map { peer($0, "lyapunov_\($0)") } }

  /// Those of these names, with as many threads and pairs.
  func peers(named names: [String], threads: Int, pairs: Int) -> [Peer] {
    names.map { name in
      var peer = peer(name, "peer_\(name)")
      (peer.threads, peer.pairs) = (threads, pairs)
      return peer
    }
  }

  private func peer(_ name: String, _ script: String, networks: Int = 1) -> Peer {
    Peer(name: name, script: "\(scripts)/\(script).py", python: python, networks: networks)
  }
}

/// Times of programs that take turns.
struct Timings {
  private var times: [String: [NetworkShape: [Double]]] = [:]
  /// Names and versions of the peers' frameworks.
  private(set) var frameworks: Set<String> = []

  mutating func add(_ program: String, _ shape: NetworkShape, _ time: Double, _ framework: String? = nil) {
    times[program, default: [:]][shape, default: []].append(time)
    if let framework { frameworks.insert(framework) }
  }

  /// Over the rounds; NaN if there is none.
  func median(_ program: String, _ shape: NetworkShape) -> Double {
    (times[program]?[shape] ?? []).median
  }
}

/// Memory that a program had resident while it ran, in MB.
struct ResidentMemory {
  /// At any time.
  var most: Double
  /// Median of the second half of the time.
  var usual: Double
}

/// Another program, running.
struct Subprocess {
  fileprivate let process = Process()
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

  /// Waits for its end and returns what memory it took, as far as the system says it.
  ///
  /// - Throws: as `finish`.
  func finishWatched() throws -> ResidentMemory {
    var (most, resident) = (0.0, [Double]())
    while process.isRunning {
      let status =
        (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
      func megabytes(_ key: String) -> Double? {
        let line = status.split(separator: "\n").first { $0.hasPrefix(key) }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }.map {
          $0 / 1_024
        }
      }
      if let now = megabytes("VmRSS:"), let high = megabytes("VmHWM:") {
        resident.append(now)
        most = max(most, high)
      }
      Thread.sleep(forTimeInterval: 0.005)
    }
    try finish()
    return ResidentMemory(most: most, usual: Array(resident.suffix(resident.count / 2)).median)
  }
}

extension Subprocess {
  /// Kills it as soon as it is time.
  ///
  /// - Returns: whether it was still running.
  func kill(when isTime: () -> Bool) throws -> Bool {
    while process.isRunning {
      if isTime() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
      }
      Thread.sleep(forTimeInterval: 0.001)
    }
    return false
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
