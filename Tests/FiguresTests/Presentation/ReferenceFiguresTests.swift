import Experiments
import TestSupport
import Testing

@testable import Figures

/// The committed pictures are those that are drawn of the committed results now. Their words are compared, which hold
/// every number, and not their outlines, which another version of cairo may write otherwise.
@Suite struct ReferenceFiguresTests {
  @Test(arguments: [
    ("divergence.h5", "memory", "divergence.svg"),
    ("divergence.h5", "settled-steps", "figures/settled-steps.svg"),
    ("divergence.h5", "threshold-steps", "figures/threshold-steps.svg"),
    ("compare.h5", "distributions", "figures/distributions.svg"),
    ("recall.h5", "recall-error", "figures/recall-error.svg"),
    ("capacity.h5", "memory-capacity", "figures/memory-capacity.svg"),
    ("capacity.h5", "memory-function", "figures/memory-function.svg"),
    ("lyapunov.h5", "largest-exponent", "figures/largest-exponent.svg"),
    ("lyapunov.h5", "lyapunov-spectrum", "figures/lyapunov-spectrum.svg"),
    ("precision.h5", "precisions", "figures/precisions.svg"),
    ("precision.h5", "rounding-floors", "figures/rounding-floors.svg"),
    ("memorize.h5", "memorization", "figures/memorization.svg"),
    ("memorize.h5", "memorization-spread", "figures/memorization-spread.svg"),
    ("memorize-cells.h5", "memorization", "figures/memorization-cells.svg"),
    ("memorize-fixed-length.h5", "memorization", "figures/memorization-fixed-length.svg"),
    ("memorize-rnn-5.h5", "loss-curves", "figures/loss-curves-rnn.svg"),
    ("memorize-lstm-5.h5", "loss-curves", "figures/loss-curves-lstm.svg"),
    ("memorize-divergence.h5", "distributions", "figures/distributions-trained.svg"),
    ("memorize-recall.h5", "recall-error", "figures/recall-error-trained.svg"),
    ("memorize-capacity.h5", "memory-capacity", "figures/memory-capacity-trained.svg"),
  ])
  func committedFigures(results: String, name: String, picture: String) throws {
    let document = try Document(reading: Repository.path("results/\(results)"))
    let figure = try #require(document.figures.first { $0.name == name })
    let committed = try Repository.text(of: "results/\(picture)")
    #expect(
      words(of: committed) == words(of: try String(decoding: figure.picture.bytes(.svg), as: UTF8.self)))
  }

  /// What the titles and the description of a picture say.
  private func words(of picture: String) -> [String] {
    picture.split(separator: "<").filter { $0.hasPrefix("title>") || $0.hasPrefix("desc>") }.map(String.init)
  }
}
