import RecurrentNetworks
import Testing

@testable import NetworkFiles

/// Files of Keras 1 and 2, of Keras on Windows, of subclassed models and of weights in several files, against what
/// tf_keras computes with them.
@Suite struct OldKerasTests {
  private static func read(
    _ file: String, _ assumptions: NetworkAssumptions = NetworkAssumptions()
  ) throws -> NetworkFile {
    try NetworkFile(path: NetworkFileFixtures.path("keras-old", file), assuming: assumptions)
  }

  /// Of the files of which nobody can tell what their gates go through, `whatCannotBeToldIsAsked` runs the outputs.
  @Test(arguments: try NetworkFileFixtures.load("keras-old").cases)
  func matches(_ fixture: NetworkFileFixtures.Case) throws {
    let file = try Self.read(fixture.file)
    if fixture.layers.contains(where: { $0.refused != nil }) {
      #expect(file.layers.map(NetworkFileFixtures.Layer.init) == fixture.layers)
      #expect(throws: NetworkSelectionError.self) { try file.network(fixture.networkSelection) }
    } else {
      try ForwardPassCheck.expect(file, fixture)
    }
  }

  /// Which version had which default is known, and said.
  @Test(arguments: [
    ("2.2.4", "hard_sigmoid"), ("2.1.6-tf", "hard_sigmoid"), ("2.3.1", "sigmoid"), ("2.3.0-tf", "sigmoid"),
  ])
  func theVersionsDefaultIsSaid(version: String, activation: String) throws {
    for cell in ["lstm", "gru-reset-before"] {
      let notes = try Self.read("\(cell)-weights-\(version).h5").notes
      let reason = "the file does not say it; this is the default of Keras \(version), which wrote it"
      #expect(
        notes.contains(.assumed(setting: "recurrent_activation", value: activation, reason: reason)),
        "\(cell) \(notes)")
    }
  }

  /// "2.2.4-tf" is TensorFlow 1.13 to 2.1, in the midst of which the default changed.
  @Test(arguments: ["2.2.4-tf", "unknown"])
  func whatCannotBeToldIsAsked(version: String) throws {
    let cases = try NetworkFileFixtures.load("keras-old").cases
    for cell in ["lstm", "gru-reset-before"] {
      let name = "\(cell)-weights-\(version)"
      let layers = try Self.read("\(name).h5").layers
      #expect(
        layers[0].content
          == .failure(.unsaid(setting: "recurrent_activation", choices: ["sigmoid", "hard_sigmoid"])))
      let answered = try Self.read("\(name).h5", NetworkAssumptions(gateActivation: .sigmoid))
      try ForwardPassCheck.expectOutputs(answered, #require(cases.first { $0.name == name }))
    }
  }

  /// What a file says is not for anybody to assume.
  @Test func answersDoNotOverrideFiles() throws {
    let file = try Self.read("keras-1-lstm-sigmoid.h5", NetworkAssumptions(gateActivation: .hardSigmoid))
    #expect(throws: Never.self) { try file.layers[0].content.get() }
  }

  @Test(
    arguments: [
      ("2.2.4", "hard_sigmoid", false), ("1.2.2", "hard_sigmoid", false), ("2.1.6-tf", "hard_sigmoid", false),
      ("2.3.0", "sigmoid", false), ("2.3.0-tf", "sigmoid", true), ("2.4.0", "sigmoid", true),
      ("2.15.0", "sigmoid", true), ("3.14.1", "sigmoid", true), ("2.2.4-tf", nil, false),
      ("2.10.0", "sigmoid", true),
    ] as [(String, String?, Bool)])
  func versions(text: String, gates: String?, resetsAfter: Bool) {
    let version = KerasVersion(text)
    #expect(version.gateActivation == gates)
    #expect(version.resetsAfter == resetsAfter)
    let hard = KerasVersion.activation("hard_sigmoid", version)
    #expect(hard == (text.hasPrefix("3") ? .hardSigmoidSixth : .hardSigmoid))
  }

  @Test func layoutsAreTold() throws {
    for (file, convention) in [
      ("keras-1-lstm-sigmoid.h5", "layout of Keras 1"), ("cudnn-gru-5.h5", "layout of cuDNN converted"),
    ] {
      #expect(try Self.read(file).layers[0].conventions.contains(convention))
    }
  }

  @Test func shardsFollowOneAnother() throws {
    let file = try Self.read("sharded.weights.json")
    #expect(file.stacks == [[0], [1, 2]])
  }
}
