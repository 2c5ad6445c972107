/// What is known about Keras's classes of layers that are no recurrent layers this package can run.
enum KerasClasses {
  /// Layers that hand their input on unchanged when a network is used, not trained.
  static func isInert(_ config: KerasLayerConfig) -> Bool {
    guard config.registeredName == nil else { return false }
    if config.className == "Activation" { return config.activation("activation") == "linear" }
    return inert.contains(config.className)
  }

  /// The same, from what Keras calls a layer or a group.
  static func isInert(groupName: String) -> Bool {
    inertGroups.contains(groupName.withoutCounter)
  }

  private static let inert: Set = [
    "Dropout", "SpatialDropout1D", "GaussianNoise", "GaussianDropout", "AlphaDropout",
    "ActivityRegularization", "Identity",
  ]
  private static let inertGroups = Set(inert.map(KerasGroups.snakeCase) + ["input_layer", "input"])

  /// Whether a layer looks recurrent: by its class's name, or by settings that only recurrent layers have.
  static func looksRecurrent(_ config: KerasLayerConfig) -> Bool {
    let name = config.className.lowercased()
    return ["rnn", "lstm", "gru", "recurrent"].contains { name.contains($0) }
      || config["recurrent_initializer"] != nil || config["recurrent_activation"] != nil
  }

  static func looksRecurrent(groupName: String) -> Bool {
    ["rnn", "lstm", "gru"].contains { groupName.contains($0) }
  }
}
