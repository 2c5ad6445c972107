import Foundation
import RecurrentNetworks

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
