import RecurrentNetworks
import Text

extension Initialization {
  /// The preset's name with what differs from it: glorot, forget bias 6.
  var text: String {
    let preset = Preset.allCases.first { preset in
      let plain = Initialization(preset)
      return plain.inputKernel == inputKernel && plain.recurrentKernel == recurrentKernel
        && plain.drawsBiases == drawsBiases
    }
    var parts = [preset?.rawValue ?? "\(inputKernel), \(recurrentKernel)"]
    if forgetBias != preset.map({ Initialization($0).forgetBias }) {
      parts.append("forget bias \(NumberText.shortest(forgetBias))")
    }
    if gain != 1 { parts.append("gain \(NumberText.shortest(gain))") }
    return parts.joined(separator: ", ")
  }
}
