import Experiments
import Text

/// What a report tells of given networks.
struct ComparisonReport: ReportContent {
  let results: ComparisonResults

  private var plan: ComparisonPlan { results.plan }

  var heading: String {
    let names = plan.networks.map(\.name.printable)
    let shown =
      names.count > 3 ? "\(NumberText.count(names.count, "given network"))" : names.joined(separator: ", ")
    return "How long \(shown) remember\(names.count == 1 ? "s" : "")"
      + (plan.twinKinds.isEmpty ? "" : ", against random twins")
  }

  var introduction: [String] {
    var paragraphs = [DivergenceWords.protocolSentence(plan.settings)]
    if !plan.twinKinds.isEmpty {
      paragraphs.append(
        """
        Every network is held against random networks of the same shape, its twins, each with a pair of sequences \
        of its own. A difference is called one where it is significant at 5% after the correction for all \
        comparisons of the file.
        """)
    }
    return paragraphs
  }

  var settings: [(name: String, value: String)] {
    plan.networks.map { network in
      let layers = network.layers.map { "\($0.cell.title) \($0.hiddenSize)" }.joined(separator: ", ")
      let selection = network.selection.isEmpty ? "" : ", layers \(network.selection.printable)"
      return (
        "Network \(network.name.printable)",
        "\(network.path.printable)\(selection): \(network.inputSize) inputs, \(layers)"
      )
    } + [
      ("Pairs of sequences", NumberText.whole(plan.pairs)),
      (
        "Twins",
        plan.twinKinds.isEmpty
          ? "none"
          : "\(NumberText.whole(plan.twins)) each: \(plan.twinKinds.map(\.rawValue).joined(separator: ", "))"
      ),
      ("Inputs", plan.inputs.name.printable),
    ] + DivergenceWords.settings(plan.settings, seed: plan.seed, precision: plan.precision)
      + (results.shard == .whole ? [] : [("Part", "\(results.shard)")])
  }

  var findings: [HTML] {
    [DivergenceWords.outcomes(results), ReportReadings(results.readings).html]
  }

  var tables: [ResultsTable] { ComparisonSummary(results).tables }
}
