import Foundation
import NetworkFiles
import TestSupport
import Testing

@testable import Experiments

/// The committed comparison is that of the committed networks by the present engine.
@Suite struct ReferenceComparisonTests {
  private let reference: ComparisonResults

  init() throws {
    reference = try ComparisonResultsFile.read(Repository.path("results/compare.h5"))
  }

  @Test func isWhole() {
    #expect(reference.plan.networks.count == 4)
    #expect(reference.plan.settings == .article)
    #expect(reference.isComplete && reference.failed.isEmpty)
  }

  /// The runs that end soon, of the network itself and of twins of each kind that is freshly drawn, bit for bit.
  @Test func runsComeOutTheSame() throws {
    let networks = try reference.plan.networks.map { given in
      try NetworkFile(path: Repository.path(given.path)).network()
    }
    let probe = try NetworkProbe(reference.plan, networks: networks)
    let runs = reference.plan.coordinates(of: .whole).filter {
      $0.network == "adding-pytorch-lstm32.safetensors" && $0.source != .twin(.shuffled) && $0.index < 3
    }
    #expect(runs.count == 12)
    var measured = 0
    try probe.measure(runs, isCancelled: { false }) { run, result in
      measured += 1
      #expect(SweepRecord(result) == reference.records[run], "\(run)")
    }
    #expect(measured == runs.count)
  }
}
