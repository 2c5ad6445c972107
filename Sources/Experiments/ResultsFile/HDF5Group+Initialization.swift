import HDF5
import RecurrentNetworks

extension HDF5Group {
  /// Writes the recipe of initial weights as attributes, for people.
  func write(_ initialization: Initialization) throws(HDF5Error) {
    try writeAttribute("initializer", initialization.preset?.rawValue ?? "custom")
    try writeAttribute("input_kernel_initializer", initialization.inputKernel.rawValue)
    try writeAttribute("recurrent_kernel_initializer", initialization.recurrentKernel.rawValue)
    try writeAttribute("draws_biases", Int8(initialization.drawsBiases ? 1 : 0))
    try writeAttribute("gain", initialization.gain)
    try writeAttribute("forget_bias", initialization.forgetBias)
  }
}

extension Initialization {
  /// The recipe that draws weights like this, whatever gain and forget bias; nil for one's own mixture.
  fileprivate var preset: Preset? {
    Preset.allCases.first { preset in
      let recipe = Initialization(preset)
      return recipe.inputKernel == inputKernel && recipe.recurrentKernel == recurrentKernel
        && recipe.drawsBiases == drawsBiases
    }
  }
}
