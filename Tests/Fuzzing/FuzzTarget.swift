import Experiments
import Foundation
import MemoryMeasures
import NetworkFiles
import SequenceFiles

/// What libFuzzer makes up inputs for. Crashes, hangs and memory beyond the limit are its to notice; what has to be true
/// of whatever is read is checked here.
enum FuzzTarget: String {
  /// Files of networks, whatever format they have.
  case networks
  /// Results files, with the checksums of what was changed put right, so that changes get behind them.
  case results
  /// Journals, likewise.
  case journals
  /// Experiment files, with what is made of their settings.
  case experiments
  /// Files of inputs: text and NumPy's.
  case sequences

  /// The one that the environment variable FUZZ_TARGET names.
  static let chosen: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let target = FuzzTarget(rawValue: name) else { preconditionFailure("no FUZZ_TARGET \(name)") }
    return target
  }()

  func read(_ bytes: [UInt8]) {
    switch self {
    case .networks: readNetworks(bytes)
    case .results, .journals: FuzzedResults.read(bytes)
    case .experiments: for measure in Measures.all { readExperiment(bytes, of: measure) }
    case .sequences:
      guard let table = try? SequenceFile(path: "input").table(of: bytes) else { return }
      precondition(table.values.count == table.rows * table.columns && table.values.allSatisfy(\.isFinite))
      precondition(table.steps * table.sequences == table.rows)
    }
  }

  private func readNetworks(_ bytes: [UInt8]) {
    guard let file = try? NetworkFile(bytes: bytes, path: "input") else { return }
    for layer in file.layers {
      guard case .success(let stored) = layer.content else { continue }
      let content = stored.layer()
      let weights = [content.inputKernel, content.recurrentKernel, content.bias, content.recurrentBias]
      precondition(weights.allSatisfy { $0.allSatisfy(\.isFinite) })
    }
    for stack in file.stacks {
      let (first, last) = (file.layers[stack[0]].name, file.layers[stack[stack.count - 1]].name)
      _ = try? file.network(.layers(first: first, last: last))
    }
  }

  private func readExperiment<M: Measure>(_ bytes: [UInt8], of: M.Type) {
    let keys = Experiment<M>.settings.map { ExperimentFile.Key($0.key, aliases: $0.aliases, $0.form) }
    guard let file = try? ExperimentFile(bytes, file: "input", keys: keys),
      let experiment = try? Experiment<M>(given: file.values),
      let plan = try? Plan<M>(
        subjects: .drawn(experiment.grid), repeats: experiment.repeats, settings: experiment.settings,
        seed: experiment.seed, precisions: experiment.precisions, rounding: experiment.rounding)
    else { return }
    precondition(plan.runCount > 0 && plan.axes.reduce(1) { $0 * $1.count } == plan.runCount)
    precondition(plan.fingerprint.utf8.count == 16)
  }

  /// Changes an input.
  ///
  /// - Parameter change: libFuzzer's own way, of the first so many bytes, which it may make more or fewer.
  func mutate(_ bytes: inout [UInt8], seed: UInt32, change: (inout [UInt8]) -> Void) {
    guard self == .results, seed % 8 > 0, !bytes.isEmpty else {
      change(&bytes)
      if self == .journals { FuzzedResults.repair(journal: &bytes) }
      return
    }
    // Everything in the file has its place: most changes leave it there.
    let start = Int(seed / 8) % bytes.count
    var window = Array(bytes[start...].prefix(1 << (seed / 8 % 7)))
    let count = window.count
    change(&window)
    bytes.replaceSubrange(start..<start + min(count, window.count), with: window.prefix(count))
    FuzzedResults.repair(file: &bytes)
  }
}

/// What libFuzzer calls with every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzerTestOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  FuzzTarget.chosen.read(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

/// What libFuzzer calls to change an input in place; the bytes that there are then.
@_cdecl("LLVMFuzzerCustomMutator")
public func fuzzerCustomMutator(
  _ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ room: Int, _ seed: UInt32
) -> Int {
  var bytes = Array(UnsafeBufferPointer(start: start, count: count))
  FuzzTarget.chosen.mutate(&bytes, seed: seed) { part in
    let room = part.count < count ? part.count : room
    let count = part.count
    part += Array(repeating: 0, count: room - count)
    let changed = part.withUnsafeMutableBufferPointer { part in
      part.baseAddress.map { fuzzerMutate($0, count, room) } ?? 0
    }
    part.removeLast(part.count - changed)
  }
  let changed = min(bytes.count, room)
  start.update(from: bytes, count: changed)
  return changed
}

/// libFuzzer's own way to change an input.
@_silgen_name("LLVMFuzzerMutate")
private func fuzzerMutate(_ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ room: Int) -> Int
