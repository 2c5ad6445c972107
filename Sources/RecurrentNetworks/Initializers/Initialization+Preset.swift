extension Initialization {
  /// The recipe that draws weights like this, whatever gain and forget bias; nil for one's own mixture.
  public var preset: Preset? {
    Preset.allCases.first { preset in
      let recipe = Initialization(preset)
      return recipe.inputKernel == inputKernel && recipe.recurrentKernel == recurrentKernel
        && recipe.drawsBiases == drawsBiases
    }
  }
}
