import Foundation
import TestSupport
import Testing

@testable import Experiments

/// The committed results are those of the present engine.
@Suite struct ReferenceResultsTests {
  private let reference: DivergenceResults

  init() throws {
    reference = try DivergenceResultsFile.read(Repository.path("results/divergence.h5"))
  }

  @Test func theDefaultExperimentIsThereWhole() throws {
    #expect(reference.plan.grid == .article)
    #expect(reference.plan.settings == .article)
    #expect(reference.isComplete && reference.failed.isEmpty)
  }

  /// The runs that end soon, drawn and measured anew, bit for bit.
  @Test(arguments: [1, 4, 128]) func smallNetworksComeOutTheSame(inputSize: Int) throws {
    let runs = reference.plan.coordinates(of: .whole).filter {
      $0.inputSize == inputSize && $0.hiddenSize <= 16 && $0.repeatIndex == 7
    }
    #expect(runs.count == 10)
    var measured = 0
    try DivergenceProbe(reference.plan).measure(runs, isCancelled: { false }) { run, result in
      measured += 1
      #expect(RunRecord(result) == reference.records[run], "\(run)")
    }
    #expect(measured == runs.count)
  }
}
