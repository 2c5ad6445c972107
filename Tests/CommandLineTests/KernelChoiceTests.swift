import Experiments
import Foundation
import RecurrentNetworks
import TestSupport
import Testing

@testable import memprobe

/// The environment variable MEMPROBE_SIMD.
@Suite struct KernelChoiceTests {
  @Test func everyPathGivesTheSameResults() throws {
    let folder = try TemporaryFolder()
    let usual = try SmallSweep.results(of: SmallSweep.options, output: "usual.h5", in: folder)
    for path in SIMDPath.supported {
      let line = #"MEMPROBE_SIMD=\#(path.rawValue) "$tool" "#
      let options = SmallSweep.options.joined(separator: " ") + " --output \(path.rawValue).h5"
      #expect(try Tool.shell(line + options, in: folder).status == 0)
      let forced = try DivergenceResultsFile.read(folder.path("\(path.rawValue).h5"))
      expectIdentical(forced.records, usual.records)
    }
  }

  @Test(arguments: ["", "AVX2", "sse"]) func unknownKernels(name: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.shell(#"MEMPROBE_SIMD='\#(name)' "$tool" divergence --output d.h5"#, in: folder)
    #expect(outcome.status == 64)
    #expect(
      outcome.errors.hasPrefix("Error: MEMPROBE_SIMD is '\(name)'; allowed on this processor: portable"))
    #expect(!folder.exists("d.h5"))
  }

  @Test func kernelsThatTheProcessorLacks() {
    let error = SIMDPathError.unsupported(.avx512)
    #expect(
      error.sentence.hasPrefix("MEMPROBE_SIMD is 'avx512', which this processor cannot run; allowed here:"))
    #expect(error.exitCode == .wrongUsage)
  }

  @Test func theFastestIsChosenWhereNothingIsSaid() throws {
    #expect(try KernelChoice.path(environment: [:]) == .best)
    #expect(try KernelChoice.path(environment: ["MEMPROBE_SIMD": "portable"]) == .portable)
  }
}
