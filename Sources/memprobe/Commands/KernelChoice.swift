import Foundation
import RecurrentNetworks

/// Which kernels to run on: the fastest that the processor has, unless the environment names others.
enum KernelChoice {
  static let variable = "MEMPROBE_SIMD"

  /// - Throws: `SIMDPathError` if the variable names kernels that there are not, or not here.
  static func path(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> SIMDPath {
    guard let name = environment[variable] else { return .best }
    return try SIMDPath(named: name)
  }
}
