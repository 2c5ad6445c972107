import ArgumentParser
import Experiments
import MemoryMeasures
import NetworkFiles
import RecurrentNetworks

/// What is said of a network file that the file does not say.
struct AssumptionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      What the gates of Keras layers go through where the file does not say it. (values: \
      \(OptionText.list(Activation.ofKerasGates)); default: what the version of Keras that wrote it meant)
      """, valueName: "name"),
    transform: { (text: String) throws(SettingTextError) in
      _ = try SettingForm.name(Activation.ofKerasGates.map(\.rawValue)).value(of: text)
      return try OptionText.name(text)
    })
  var gateActivation: Activation?

  var assumptions: NetworkAssumptions { NetworkAssumptions(gateActivation: gateActivation) }
}
