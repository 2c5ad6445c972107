import ArgumentParser
import CMachine
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

/// What one core of this machine can do at most with the vectors of a kernel path.
struct MachineLimits {
  private let functions: cm_functions
  /// Float32 operations per second, two per fused multiply-add, on registers alone.
  let operationsPerSecond: Double

  init(path: SIMDPath) {
    let vectorBytes: Int32 =
      switch path {
      case .portable: 16
      case .avx2: 32
      case .avx512: 64
      }
    let functions = cm_functions_for(vectorBytes).pointee
    self.functions = functions
    var operations = 0.0
    let seconds = Stopwatch.median(of: 9) { operations = functions.multiply_add(2_000_000) }
    operationsPerSecond = operations / seconds
  }

  /// The same of several cores at once, measured anew.
  func operationsPerSecond(threads: Int) -> Double {
    let (functions, total) = (functions, Locked(0.0))
    Threads.together(threads) { member in
      member.meet()
      var operations = 0.0
      let seconds = Stopwatch.seconds { operations = functions.multiply_add(4_000_000) }
      total.withLock { $0 += operations / seconds }
    }
    return total.withLock { $0 }
  }

  /// The same in float64, of this core and per second of processor time, measured anew.
  func wideOperationsPerSecond() -> Double {
    var operations = 0.0
    let seconds = (0..<5).map { _ in
      Stopwatch.processorSeconds { operations = functions.multiply_add_wide(2_000_000) }
    }.median
    return operations / seconds
  }

  /// Bytes per second at which `bytes` bytes are read again and again: the bandwidth of the cache, or memory, that
  /// holds them.
  ///
  /// - Parameter threads: of which each reads a part of its own; 1 by default.
  func readBandwidth(bytes: Int, threads: Int = 1) -> Double {
    let size = max(bytes / threads / 1_024, 1) * 1_024
    let (functions, total) = (functions, Locked(0.0))
    Threads.together(threads) { member in
      let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
      defer { memory.deallocate() }
      memory.initializeMemory(as: UInt8.self, repeating: 1, count: size)
      let rounds = max(UInt64(64 << 20) / UInt64(size), 4)
      member.meet()
      let seconds = Stopwatch.median(of: 9) { functions.read(memory, size, rounds) }
      total.withLock { $0 += Double(size) * Double(rounds) / seconds }
    }
    return total.withLock { $0 }
  }
}
