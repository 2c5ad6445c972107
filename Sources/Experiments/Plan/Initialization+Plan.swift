import RecurrentNetworks

extension Initialization {
  /// - Throws: `PlanError` naming the value that is out of range.
  func validate() throws(PlanError) {
    guard gain.isFinite, gain >= 0 else { throw .gain(gain) }
    guard forgetBias.isFinite else { throw .forgetBias(forgetBias) }
    do { try reservoir.validate() } catch { throw .reservoir(error) }
  }

  /// For fingerprints: text that is equal for equal recipes only, but for the reservoir's.
  var exactFields: [(field: PlanField, exactText: String)] {
    let recipe = [inputKernel.rawValue, recurrentKernel.rawValue, drawsBiases ? "drawn" : "fixed"]
    return [
      (.initializer, recipe.joined(separator: ",")),
      (.gain, ExactText.of(gain)),
      (.forgetBias, ExactText.of(forgetBias)),
    ]
  }
}
