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
    try records([
      "--per-step", "--steps", "\(steps)", "--threads", "1", "--cell", "lstm,gru", "--hidden",
      "\(size.hidden)",
      "--input", "\(size.input)", "--json",
    ])
  }

  /// Starts the script and returns its lines.
  private func records(_ arguments: [String]) throws -> [PeerRecord] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python, script.path] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw PeerError.failed(script: script.path, status: process.terminationStatus)
    }
    return try text.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(PeerRecord.self, from: $0)
    }
  }
}
