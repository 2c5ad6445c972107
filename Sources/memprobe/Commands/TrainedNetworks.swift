import Experiments
import Files
import Foundation
import NetworkFiles
import RecurrentNetworks

/// The directory that networks are written to before and after training, or nowhere.
final class TrainedNetworks: Sendable {
  private let directory: String?
  private let overwrites: Bool
  private let firstFailure = NSLock()
  nonisolated(unsafe) private var storedFailure: (any Error)?

  /// - Parameters:
  ///   - directory: made if it is missing; nil to write nothing.
  ///   - overwrites: whether files that are there may be replaced.
  /// - Throws: `OutputError` if it cannot be a directory.
  init(directory: String?, overwrites: Bool) throws {
    self.directory = directory
    self.overwrites = overwrites
    if let directory { _ = try Destination(directory + "/network") }
  }

  /// The first thing that went wrong with writing.
  var failure: (any Error)? { firstFailure.withLock { storedFailure } }

  /// Writes the network of a run before and after training. May be called by several threads at a time.
  ///
  /// - Returns: whether both are written, or need not be.
  func keep(
    _ run: MemorizationRun, untrained: RecurrentNetwork<Float>, trained: RecurrentNetwork<Float>
  ) -> Bool {
    guard let directory else { return true }
    let path = "\(directory)/\(Self.name(run))"
    do {
      try untrained.write(to: "\(path)-untrained.safetensors", overwrites: overwrites)
      try trained.write(to: "\(path).safetensors", overwrites: overwrites)
      return true
    } catch {
      firstFailure.withLock { storedFailure = storedFailure ?? error }
      return false
    }
  }

  /// rnn-1x5-p4-0: cell, layers x units, position, repeat.
  static func name(_ run: MemorizationRun) -> String {
    "\(run.cell.rawValue)-\(run.layers)x\(run.hiddenSize)-p\(run.position)-\(run.repeatIndex)"
  }
}
