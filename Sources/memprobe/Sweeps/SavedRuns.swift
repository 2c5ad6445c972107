import ArgumentParser
import Experiments
import Files
import Foundation
import MemoryMeasures
import NetworkFiles
import RecurrentNetworks
import SequenceFiles
import Text

/// The directories that networks of runs and what they read are written to, by names that tell the coordinates.
///
/// What a run is made of is written before the run is finished. A sweep that is taken up again makes the same files
/// again, so a file that is there already is no conflict if it holds the same bytes.
final class SavedRuns<M: Measure>: RunKeeper {
  private let plan: Plan<M>
  private let networks: String?
  private let inputs: String?
  private let overwrites: Bool
  private let lock = NSLock()
  nonisolated(unsafe) private var storedFailure: (any Error)?
  /// Files that are written or being written.
  nonisolated(unsafe) private var claimed: Set<String> = []

  /// - Parameters:
  ///   - networks: directory for networks; nil to write none.
  ///   - inputs: directory for inputs; nil to write none.
  ///   - overwrites: whether files that are there and hold something else may be replaced.
  init(of plan: Plan<M>, networks: String?, inputs: String?, overwrites: Bool) {
    self.plan = plan
    self.networks = networks
    self.inputs = inputs
    self.overwrites = overwrites
  }

  /// Makes the directories that are missing.
  ///
  /// - Throws: `OutputError` if one cannot be a directory.
  func prepare() throws {
    for directory in [networks, inputs].compactMap(\.self) {
      _ = try Destination(directory + "/file")
      Destination.removeLeftovers(in: directory)
    }
  }

  /// The first thing that went wrong with writing.
  var failure: (any Error)? { lock.withLock { storedFailure } }

  func keepNetwork<Scalar: NetworkScalar>(
    of run: Run, isMade: Bool, _ network: () -> RecurrentNetwork<Scalar>
  ) -> Bool {
    guard let networks else { return true }
    let suffix = M.makesNetworks && !isMade ? "-untrained" : ""
    return keep("\(networks)/\(networkName(run))\(suffix).safetensors") { path in
      try network().bytes(for: path)
    }
  }

  func keepInputs<Scalar: NetworkScalar>(
    of run: Run, inputSize: Int, _ inputs: () -> [RunInput<Scalar>]
  ) -> Bool {
    guard let directory = self.inputs else { return true }
    let name =
      M.inputName(run, inputSize: inputSize, settings: plan.settings).map { $0 + precisionName(run) }
      ?? networkName(run)
    return inputs().allSatisfy { input in
      keep("\(directory)/\(name)-\(input.name).npy") { path in
        // The values, what they are made of, and the bytes of the file.
        let (needed, available) = (3 * input.bytes, SystemMemory.available)
        guard needed <= available else {
          throw SavedRunsError.notEnoughMemory(path: path, needed: needed, available: available)
        }
        return input.values().withUnsafeBytes {
          NPYFile.bytes(type: "f\(MemoryLayout<Scalar>.size)", shape: input.shape, data: $0)
        }
      }
    }
  }

  /// Writes a file, unless that is done or under way, or it is there already.
  ///
  /// - Returns: whether it is, or will be unless there is a `failure`.
  private func keep(_ path: String, _ bytes: (String) throws -> [UInt8]) -> Bool {
    guard lock.withLock({ claimed.insert(path).inserted }) else { return true }
    do {
      let (bytes, destination) = (try bytes(path), try Destination(path))
      if destination.exists, !overwrites {
        guard try InputFile.bytes(of: path) == bytes else { throw OutputError.exists(path: path) }
      } else {
        try destination.write(bytes)
      }
      return true
    } catch {
      lock.withLock { storedFailure = storedFailure ?? error }
      return false
    }
  }

  /// gru-1x8-i4-0: cell, layers x units, input size unless the measure fixes it, places on the measure's own axes with
  /// the axes' first letters where networks are made for them, repeat, and the precision if there are several. A given network is called as it is everywhere,
  /// and is one for all runs.
  func networkName(_ run: Run) -> String {
    func name(_ given: String) -> String { given.replacing("/", with: "%2F") }
    switch run.subject {
    case .drawn(let shape):
      var parts = ["\(shape.cell.rawValue)-\(shape.layers)x\(shape.hiddenSize)"]
      if !M.offer.fixed.contains("input-sizes") { parts.append("i\(shape.inputSize)") }
      if M.makesNetworks {
        parts += zip(M.axes(plan.settings), run.point).map { "\($0.name.prefix(1))\($0.text($1))" }
      }
      return (parts + ["\(run.repeatIndex)"]).joined(separator: "-") + precisionName(run)
    case .given(let given): return name(given) + precisionName(run)
    case .twin(let given, let kind, let number):
      return "\(name(given))-\(kind.rawValue)-\(number ?? run.repeatIndex)"
    }
  }

  /// -bfloat16, where there are several precisions: the numbers are others.
  private func precisionName(_ run: Run) -> String {
    plan.precisions.count == 1 ? "" : "-\(plan.arithmetic(of: run).precision.rawValue)"
  }
}

/// Networks or inputs of runs that cannot be kept.
enum SavedRunsError: WordedError, Equatable {
  /// Estimated and available bytes. Nothing has been allocated.
  case notEnoughMemory(path: String, needed: Double, available: Double)

  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    switch self {
    case .notEnoughMemory(let path, let needed, let available):
      """
      \(path): to write it would take about \(NumberText.bytes(needed)) of memory, and \(NumberText.bytes(available)) \
      are available; choose fewer steps, or leave out --save-inputs.
      """
    }
  }
}
