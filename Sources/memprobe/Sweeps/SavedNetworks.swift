import Experiments
import Files
import Foundation
import MemoryMeasures
import NetworkFiles
import RecurrentNetworks

/// The directory that networks are written to which runs make, before and after training, or nowhere.
final class SavedNetworks: Sendable {
  private let directory: String?
  private let overwrites: Bool
  private let firstFailure = NSLock()
  nonisolated(unsafe) private var storedFailure: (any Error)?

  /// - Parameters:
  ///   - directory: nil to write nothing.
  ///   - overwrites: whether files that are there may be replaced.
  init(directory: String?, overwrites: Bool) {
    self.directory = directory
    self.overwrites = overwrites
  }

  /// Makes the directory if it is missing.
  ///
  /// - Throws: `OutputError` if it cannot be a directory.
  func prepare() throws {
    if let directory { _ = try Destination(directory + "/network") }
  }

  /// The first thing that went wrong with writing.
  var failure: (any Error)? { firstFailure.withLock { storedFailure } }

  /// Writes a network that a run made. May be called by several threads at a time.
  ///
  /// - Returns: whether it is written, or need not be.
  func keep<M: Measure>(
    _ run: Run, suffix: String, _ network: RecurrentNetwork<Double>, of plan: Plan<M>
  ) -> Bool {
    guard let directory else { return true }
    let path = "\(directory)/\(Self.name(run, of: plan))\(suffix).safetensors"
    do {
      switch plan.precision {
      case .float32: try RecurrentNetwork<Float>(rounding: network).write(to: path, overwrites: overwrites)
      case .float64: try network.write(to: path, overwrites: overwrites)
      }
      return true
    } catch {
      firstFailure.withLock { storedFailure = storedFailure ?? error }
      return false
    }
  }

  /// rnn-1x5-p4-0: cell, layers x units, places on the measure's own axes with the axes' first letters, repeat.
  static func name<M: Measure>(_ run: Run, of plan: Plan<M>) -> String {
    let subject =
      switch run.subject {
      case .drawn(let shape): "\(shape.cell.rawValue)-\(shape.layers)x\(shape.hiddenSize)"
      case .given(let name): name
      case .twin(let name, let kind, let number):
        "\(name)-\(kind.rawValue)" + (number.map { "-\($0)" } ?? "")
      }
    let places = zip(M.axes(plan.settings), run.point).map { "\($0.name.prefix(1))\($0.text($1))" }
    return ([subject] + places + ["\(run.repeatIndex)"]).joined(separator: "-")
  }
}
