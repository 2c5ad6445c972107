import ArgumentParser
import Foundation
import RecurrentNetworks

struct MachineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "machine",
    abstract: "Measure one core's multiply-add peak, and its read bandwidth by size of what is read.")

  func run() throws {
    print("processor: \(Processor.name)")
    for path in SIMDPath.supported where path != .portable {
      let limits = MachineLimits(path: path)
      print("\(path.rawValue): \(Format.number(limits.operationsPerSecond / 1e9, 0)) GFLOP/s")
      for kilobytes in [32, 128, 512, 1_024, 2_048, 4_096, 16_384] {
        let bandwidth = limits.readBandwidth(bytes: kilobytes * 1_024)
        print("  reading \(kilobytes) KB: \(Format.number(bandwidth / 1e9, 0)) GB/s")
      }
    }
  }
}
