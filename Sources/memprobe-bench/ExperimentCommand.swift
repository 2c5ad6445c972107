import ArgumentParser
import Foundation

struct ExperimentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract: "Time the default experiment, whole, side by side with the same in other frameworks.",
    discussion: """
      Elapsed seconds of whole processes. The peers get both cores as two processes of one thread, each with half \
      of the repeats. With few repeats a peer's compilation weighs more than in the default ten. Ten repeats take \
      the peers the better part of an hour.
      """)

  @Option(help: "Repeats of every grid cell, an even number.")
  var repeats = 10

  @Option(help: "Rounds, each with every program once.")
  var rounds = 1

  @Option(help: "Peers to run.")
  var peers = ["onnxruntime", "pytorch", "jax", "keras"]

  @OptionGroup var options: PeerOptions

  @Option(help: "The built memprobe.")
  var memprobe = ".build/release/memprobe"

  func validate() throws {
    guard repeats > 0, repeats % 2 == 0 else {
      throw ValidationError("--repeats must be even and at least 2.")
    }
  }

  func run() throws {
    let peers = options.peers.filter { self.peers.contains($0.name) }
    var times: [String: [Double]] = [:]
    for _ in 0..<rounds {
      for jobs in [1, 2] { times["memprobe, \(jobs) jobs", default: []].append(try probeSeconds(jobs: jobs)) }
      for peer in peers {
        times[peer.name, default: []].append(
          try Stopwatch.seconds { try peer.runExperiment(repeats: repeats) })
      }
    }
    let ours = times["memprobe, 2 jobs", default: []].median
    print("processor: \(Processor.name); both cores; \(repeats) repeats; medians of \(rounds) rounds\n")
    print(Format.head(["program", "seconds", "to memprobe, 2 jobs"]))
    for name in ["memprobe, 2 jobs", "memprobe, 1 jobs"] + peers.map(\.name) {
      let seconds = times[name, default: []].median
      print(Format.row([name, Format.threeDigits(seconds), Format.number(seconds / ours, 2) + "x"]))
    }
  }

  private func probeSeconds(jobs: Int) throws -> Double {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let arguments = [
      memprobe, "divergence", "--repeats", "\(repeats)", "--jobs", "\(jobs)", "--quiet", "--output",
      folder.appendingPathComponent("divergence.h5").path,
    ]
    return try Stopwatch.seconds { try Subprocess(arguments).finish() }
  }
}
