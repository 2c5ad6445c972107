import ArgumentParser
import Experiments
import RecurrentNetworks
import Text

/// How the layers of echo state networks are drawn. Nil where the command line says nothing.
struct ReservoirOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Largest modulus of the recurrent kernel's eigenvalues. \
      (default: \(NumberText.shortest(Reservoir.standard.spectralRadius)))
      """, valueName: "radius"),
    transform: OptionValue.number)
  var spectralRadius: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Share of the units that each unit hears; at least one. \
      (default: \(NumberText.shortest(Reservoir.standard.density)))
      """, valueName: "share"),
    transform: OptionValue.number)
  var density: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Share of the new activation in the new state; 1 is no leak. \
      (default: \(NumberText.shortest(Reservoir.standard.leakRate)))
      """, valueName: "rate"),
    transform: OptionValue.number)
  var leakRate: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Input weights are uniform on plus or minus this. \
      (default: \(NumberText.shortest(Reservoir.standard.inputScaling)))
      """, valueName: "limit"),
    transform: OptionValue.number)
  var inputScaling: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Biases are uniform on plus or minus this. \
      (default: \(NumberText.shortest(Reservoir.standard.biasScaling)))
      """, valueName: "limit"),
    transform: OptionValue.number)
  var biasScaling: Double?

  @Option(
    help: ArgumentHelp(
      """
      Of the units: \(OptionDefault.list(CandidateActivation.allCases)). \
      (default: \(Reservoir.standard.activation.rawValue))
      """, valueName: "name"),
    transform: OptionValue.activation)
  var activation: CandidateActivation?

  /// The reservoir: these options first, then the experiment file's, then the standard's.
  ///
  /// - Throws: `PlanError.reservoir`; `OptionConflict.withoutReservoirs` for an option where no cell is an `esn`.
  func reservoir(_ file: ExperimentFile, cells: [CellType]) throws -> Reservoir {
    if !cells.contains(.esn) {
      try OptionConflict.check(
        ("--spectral-radius", spectralRadius ?? file.spectralRadius), ("--density", density ?? file.density),
        ("--leak-rate", leakRate ?? file.leakRate), ("--input-scaling", inputScaling ?? file.inputScaling),
        ("--bias-scaling", biasScaling ?? file.biasScaling), ("--activation", activation ?? file.activation)
      ) { .withoutReservoirs(option: $0) }
    }
    let standard = Reservoir.standard
    do {
      return try Reservoir(
        spectralRadius: spectralRadius ?? file.spectralRadius ?? standard.spectralRadius,
        density: density ?? file.density ?? standard.density,
        leakRate: leakRate ?? file.leakRate ?? standard.leakRate,
        inputScaling: inputScaling ?? file.inputScaling ?? standard.inputScaling,
        biasScaling: biasScaling ?? file.biasScaling ?? standard.biasScaling,
        activation: activation ?? file.activation ?? standard.activation)
    } catch {
      throw PlanError.reservoir(error)
    }
  }

  /// - Throws: `OptionConflict.withNetworks` for an option that is given.
  func refuseWithNetworks() throws(OptionConflict) {
    try OptionConflict.check(
      ("--spectral-radius", spectralRadius), ("--density", density), ("--leak-rate", leakRate),
      ("--input-scaling", inputScaling), ("--bias-scaling", biasScaling), ("--activation", activation)
    ) { .withNetworks(option: $0) }
  }

  /// - Parameter name: of the experiment file.
  /// - Throws: `OptionConflict.withNetworks` for a key that is in the file.
  static func refuseWithNetworks(_ file: ExperimentFile, named name: String) throws(OptionConflict) {
    try OptionConflict.check(
      ("spectral-radius", file.spectralRadius), ("density", file.density), ("leak-rate", file.leakRate),
      ("input-scaling", file.inputScaling), ("bias-scaling", file.biasScaling),
      ("activation", file.activation)
    ) { .withNetworks(option: "\(name): key \($0)") }
  }
}
