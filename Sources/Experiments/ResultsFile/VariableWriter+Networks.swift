extension VariableWriter {
  /// Where given networks come from.
  ///
  /// - Parameter axis: that of the networks.
  func write(_ networks: [GivenNetwork], over axis: String) throws {
    func write(_ name: String, _ longName: String, _ text: (GivenNetwork) -> String) throws {
      try self.write(ResultsVariable(name, over: [axis], longName), networks.map(text))
    }
    try write("network_path", "file that the network was read from") { $0.path }
    try write("network_selection", "layers of the file that make the network; empty for all") {
      $0.selection
    }
    try write("weights_digest", "FNV-1a of shapes and weights, 64 bits in hexadecimal digits") {
      $0.digest.sixteenDigits
    }
  }
}
