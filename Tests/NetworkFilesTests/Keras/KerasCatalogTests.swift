import RecurrentNetworks
import Testing

@testable import NetworkFiles

/// What is found in the files of Keras and tf_keras.
@Suite struct KerasCatalogTests {
  @Test(arguments: [
    ("stack.keras", NetworkFileFormat.kerasArchive), ("deflated.keras", .kerasArchive),
    ("stack.weights.h5", .kerasWeights), ("latest.weights.h5", .kerasWeights),
    ("v108.weights.h5", .kerasWeights), ("stack.h5", .kerasLegacy), ("latest.h5", .kerasLegacy),
    ("legacy_stack.h5", .kerasLegacy), ("legacy_weights.h5", .kerasLegacy),
    ("legacy_stack.keras", .kerasArchive), ("mixed_float16.keras", .kerasArchive),
    ("float16.keras", .kerasArchive), ("bfloat16.keras", .kerasArchive), ("float64.keras", .kerasArchive),
  ])
  func aStackInEveryFormat(name: String, format: NetworkFileFormat) throws {
    let file = try KerasFixtures.file(name)
    #expect(file.format == format)
    #expect(file.layers.map(\.name) == ["encoder", "gru", "simple_rnn"])
    #expect(file.layers.map(\.cell) == [.lstm, .gru, .rnn])
    #expect(file.layers.map(\.inputSize) == [2, 3, 2])
    #expect(file.layers.map(\.hiddenSize) == [3, 2, 3])
    #expect(file.layers.map(\.parameterCount) == [72, 42, 18])
    #expect(file.layers.allSatisfy { $0.direction == .forward })
    #expect(file.stacks == [[0, 1, 2]])
    #expect(file.layers[1].conventions.starts(with: ["gates z, r, h", "reset_after=True"]))
  }

  @Test func allFilesOfOneModelHoldTheSameNetwork() throws {
    let network = try KerasFixtures.file("stack.keras").network()
    let names = [
      "deflated.keras", "stack.weights.h5", "stack.h5", "latest.weights.h5", "v108.weights.h5", "latest.h5",
    ]
    for name in names { #expect(try KerasFixtures.file(name).network() == network, "\(name)") }
  }

  @Test(arguments: [
    ("float16.keras", StoredNumber.float16), ("bfloat16.keras", .bfloat16), ("stack.keras", .float32),
    ("mixed_float16.keras", .float32), ("float64.keras", .float64),
  ])
  func numberTypes(name: String, storage: StoredNumber) throws {
    let file = try KerasFixtures.file(name)
    #expect(file.layers.allSatisfy { $0.storage == storage })
    #expect(try file.storage() == storage)
  }

  /// Without a configuration, settings are assumed and noted; with one, they are not.
  @Test func assumptions() throws {
    let bare = try KerasFixtures.file("stack.weights.h5")
    let settings = bare.notes.map { note in
      if case .assumed(let setting, _, _) = note { setting } else { "" }
    }
    #expect(settings == ["activation", "recurrent_activation", "what feeds what"])
    #expect(try KerasFixtures.file("stack.keras").notes.isEmpty)
  }

  @Test func conventionsOfCells() throws {
    let file = try KerasFixtures.file("conventions.keras")
    #expect(file.layers.map(\.cell) == [.gruResetBefore, .lstm, .gru, .rnn])
    #expect(file.stacks == [[0, 1, 2, 3]])
    let network = try file.network()
    #expect(network.layers[1].bias.allSatisfy { $0 == 0 })
    #expect(network.layers[0].bias.contains { $0 != 0 })
    #expect(file.layers[3].conventions == ["use_bias=False"])
  }

  /// In the order of the model, not in that of names, where lstm_10 comes before lstm_2.
  @Test(arguments: ["twelve.weights.h5", "dense.weights.h5"])
  func moreThanTenLayers(name: String) throws {
    let file = try KerasFixtures.file(name)
    #expect(file.layers.map(\.name) == ["lstm"] + (1..<12).map { "lstm_\($0)" })
    #expect(file.stacks == [Array(0..<12)])
  }

  @Test(arguments: ["functional.keras", "functional.h5"])
  func aFunctionalModel(name: String) throws {
    let file = try KerasFixtures.file(name)
    let names = [
      "a", "bi/forward_layer", "bi/backward_layer", "inner", "cells/lstm_cell", "cells/gru_cell", "one",
      "branch",
    ]
    #expect(file.layers.map(\.name) == names)
    #expect(file.layers.filter { $0.direction == .backward }.map(\.name) == ["bi/backward_layer"])
    let stacks = file.stacks.map { $0.map { names[$0] } }
    #expect(
      stacks == [
        ["a", "bi/forward_layer"], ["bi/backward_layer"],
        ["inner", "cells/lstm_cell", "cells/gru_cell", "branch"],
        ["one"],
      ])
    #expect(throws: NetworkSelectionError.ambiguous(found: names)) { try file.network() }
    #expect(
      throws: NetworkSelectionError.notOneStack(first: "a", last: "inner")
    ) { try file.network(.layers(first: "a", last: "inner")) }
  }

  @Test func oldFunctionalModels() throws {
    let stacks = [[0], [1], [2, 3, 4]]
    for name in ["legacy_functional.h5", "legacy_functional.keras", "legacy_functional_weights.h5"] {
      let file = try KerasFixtures.file(name)
      #expect(file.stacks == stacks, "\(name)")
      #expect(file.layers.map(\.cell) == [.lstm, .lstm, .gru, .lstm, .gru], "\(name)")
      #expect(file.layers.map(\.direction) == [.forward, .backward, .forward, .forward, .forward], "\(name)")
    }
  }

  @Test func aBackwardLayerBeginsAStack() throws {
    let file = try KerasFixtures.file("backward.keras")
    #expect(file.layers.map(\.direction) == [.backward, .forward])
    #expect(file.stacks == [[0, 1]])
    #expect(file.layers[0].conventions.contains("go_backwards=True"))
  }

  @Test func aLayerWithAStateFromOthers() throws {
    let file = try KerasFixtures.file("translator.keras")
    #expect(file.stacks == [[0], [1]])
    #expect(
      file.notes == [
        .remark("layer 'decoder' is given its initial state by other layers; here it starts from zero")
      ])
  }

  @Test func refusals() throws {
    let file = try KerasFixtures.file("refused.keras")
    let refusals = file.layers.map { layer -> LayerRefusal? in
      if case .failure(let refusal) = layer.content { refusal } else { nil }
    }
    #expect(
      file.layers.map(\.name) == [
        "convolution", "distributed", "relu", "hard", "linear", "custom", "good",
      ])
    #expect(
      refusals == [
        .feature("the class 'ConvLSTM1D'"), .feature("a TimeDistributed around a recurrent layer"),
        nil, nil, nil, .feature("the class 'mine>Peephole'"), nil,
      ])
    let other = try file.network(.layers(first: "relu", last: "linear"))
    #expect(other.layers.map(\.activation) == [.relu, .tanh, .identity])
    #expect(other.layers.map(\.cellStateActivation) == [.relu, .identity, .identity])
    #expect(other.layers.map(\.gateActivation) == [.sigmoid, .hardSigmoidSixth, .sigmoid])
    // The Dense layer below the last one feeds it, and none of the others does.
    #expect(file.stacks == [[0], [1], [2, 3, 4, 5], [6]])
    #expect(try file.network(.layer(name: "good")).layers.count == 1)
    #expect(
      throws: NetworkSelectionError.refused(layer: "custom", .feature("the class 'mine>Peephole'"))
    ) { try file.network(.layers(first: "linear", last: "custom")) }
  }

  @Test func aModelOfAClassOfItsOwn() throws {
    let file = try KerasFixtures.file("subclassed.keras")
    #expect(file.layers.count == 1)
    #expect(file.notes.count == 3)
  }

  @Test func noRecurrentLayer() throws {
    let path = KerasFixtures.path("dense.keras")
    #expect(throws: NetworkFileError(path: path, .noRecurrentLayer)) { try NetworkFile(path: path) }
  }

  @Test func loadedNetworks() throws {
    let path = KerasFixtures.path("functional.keras")
    let loaded = try LoadedNetwork(path: path, selection: .layer(name: "a"))
    #expect(loaded.name == "functional.keras")
    #expect(loaded.network.rounded(to: Float.self).layers.map(\.hiddenSize) == [3])
    #expect(loaded.storage == .float32)
    let names = try NetworkFile(path: path).layers.map(\.name)
    let missing = LoadedNetworkError(path: path, .noSuchLayer("z", found: names))
    #expect(throws: missing) { try LoadedNetwork(path: path, selection: .layer(name: "z")) }
  }

  @Test(arguments: [
    ("LSTM", "lstm"), ("SimpleRNN", "simple_rnn"), ("StackedRNNCells", "stacked_rnn_cells"),
    ("SpatialDropout1D", "spatial_dropout1d"), ("ConvLSTM2D", "conv_lstm2d"), ("InputLayer", "input_layer"),
    ("GRUCell", "gru_cell"), ("Bidirectional", "bidirectional"),
  ])
  func groupNames(className: String, name: String) {
    #expect(KerasGroups.snakeCase(className) == name)
  }
}
