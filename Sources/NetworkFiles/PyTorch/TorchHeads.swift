import RecurrentNetworks

extension TorchStateDict {
  /// The linear layers: a matrix MODULE.weight with a MODULE.bias of as many rows. A state_dict says neither what they are
  /// fed nor what their outputs go through.
  ///
  /// - Parameter sizes: units of the file's recurrent layers; others are not listed.
  /// - Throws: `NetworkFileError` at a tensor that holds a number that is not finite.
  func heads(sizes: Set<Int>) throws(NetworkFileError) -> [FoundHead] {
    var heads = HeadBuilder(reads: opened.readsHeads)
    for (name, weight) in linear.sorted(by: { $0.key < $1.key })
    where name == "weight" || name.hasSuffix(".weight") {
      let module = String(name.dropLast("weight".count))
      guard weight.shape.count == 2, let bias = linear[module + "bias"],
        bias.shape == [weight.shape[0]],
        weight.storage != nil, bias.storage != nil, sizes.contains(weight.shape[1])
      else { continue }
      var numbers: (weights: [Double], bias: [Double]) = ([], [])
      if opened.readsHeads {
        numbers.weights = try opened.located(at: name, weight.numbers()).values()
        numbers.bias = try opened.located(at: module + "bias", bias.numbers()).values()
      }
      let called = module.isEmpty ? "linear" : String(module.dropLast())
      _ = heads.add(
        called, kind: "Linear", inputSize: weight.shape[1], outputSize: weight.shape[0],
        activation: .linear,
        called: HeadActivation.linear.name, on: nil,
        note: .assumed(
          setting: "activation of '\(called)'", value: "none",
          reason: "a state_dict does not say what the outputs of a linear layer go through")
      ) { numbers }
    }
    return heads.heads
  }
}
