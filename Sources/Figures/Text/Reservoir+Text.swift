import RecurrentNetworks
import Text

extension Reservoir {
  /// How reservoirs were drawn, in a line.
  var text: String {
    """
    spectral radius \(NumberText.shortest(spectralRadius)), density \(NumberText.shortest(density)), leak rate \
    \(NumberText.shortest(leakRate)), input scaling \(NumberText.shortest(inputScaling)), bias scaling \
    \(NumberText.shortest(biasScaling)), \(activation.rawValue)
    """
  }
}
