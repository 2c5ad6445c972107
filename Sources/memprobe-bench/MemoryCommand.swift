import ArgumentParser
import Foundation
import NetworkFiles
import RecurrentNetworks

struct MemoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memory",
    abstract: "Watch the memory that commands take for a network from a file, by number of jobs.",
    discussion: """
      Of an LSTM in a file (.safetensors) that is made for it: the most that is resident at any time, which is while the \
      file is read, and the median of the second half of the time, while steps are taken; both also beyond what the file \
      has, in times of it. On Linux, whose /proc says what is resident.
      """)

  @Option(parsing: .upToNextOption, help: "Hidden sizes.")
  var sizes = [2_048]

  @Option(help: "Input size.")
  var inputs = 128

  @Option(parsing: .upToNextOption, help: "Jobs.")
  var jobs = [1, 2, 8]

  @Option(help: "The built memprobe.")
  var memprobe = ".build/release/memprobe"

  func validate() throws {
    guard (sizes + jobs + [inputs]).allSatisfy({ $0 > 0 }) else {
      throw ValidationError("--sizes, --inputs and --jobs must be at least 1.")
    }
  }

  func run() throws {
    print("processor: \(Processor.name)\n")
    print(
      Format.head([
        "command", "jobs", "units", "file, MB", "at most, MB", "to file", "running, MB", "to file",
      ]))
    for size in sizes {
      let network = try TemporaryNetwork(NetworkShape(cell: .lstm, inputSize: inputs, hiddenSize: size))
      // About three seconds.
      let steps = "\(max(2_000_000_000 / (size * (size + inputs)), 200))"
      for jobs in jobs {
        for command in [["divergence", "--network"], ["compare", "--twins", "2"]] {
          let output = network.folder.appendingPathComponent("\(command[0])-\(jobs).h5").path
          let memory = try Subprocess(
            [memprobe] + command + [
              network.path, "--pairs", "2", "--unique-steps", "50", "--total-steps", steps, "--jobs",
              "\(jobs)",
              "--quiet", "--output", output,
            ]
          ).finishWatched()
          let file = Double(network.bytes) / 1_048_576
          print(
            Format.row(
              [command[0], "\(jobs)", "\(size)", Format.number(file, 0)]
                + [memory.most, memory.usual].flatMap {
                  [Format.number($0, 0), Format.number($0 / file, 2) + "x"]
                }))
          fflush(nil)
        }
      }
    }
  }
}

/// A random network in a file, in a folder of its own that goes with it.
final class TemporaryNetwork {
  let folder: URL

  init(_ shape: NetworkShape) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let network = RecurrentNetwork<Float>(
      shape: shape, initialization: Initialization(.pytorch), stream: RandomStream(seed: 1))
    try network.write(to: path, overwrites: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var path: String { folder.appendingPathComponent("network.safetensors").path }

  /// Of the file.
  var bytes: Int { (try? URL(fileURLWithPath: path).resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0 }

  /// The network, read from its file.
  func packed() throws -> PackedNetwork<Float> {
    PackedNetwork(try NetworkFile(path: path).network(in: Float.self))
  }
}
