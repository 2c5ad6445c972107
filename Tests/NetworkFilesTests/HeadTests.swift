import Foundation
import RecurrentNetworks
import TestSupport
import Testing

@testable import NetworkFiles

/// Dense layers on recurrent ones, in files that Keras, PyTorch and its ONNX exporter wrote, against what these compute.
@Suite struct HeadTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let file: String
    let head: String?
    let heads: [String]?
    let inputs: [[Double]]
    let outputs: [[Double]]

    var testDescription: String { "\(file) \(head ?? "")" }
  }

  private static let folder = "Tests/NetworkFilesTests/Fixtures/heads/"
  private static func path(_ file: String) -> String { Repository.path(folder + file) }

  static let cases: [Case] = {
    let bytes = (try? Repository.bytes(of: folder + "expected.json")) ?? []
    return (try? JSONDecoder().decode([Case].self, from: Data(bytes))) ?? []
  }()

  private func load(_ file: String, _ choice: HeadChoice?) throws -> LoadedNetwork {
    try LoadedNetwork(path: Self.path(file), head: choice)
  }

  @Test func everyFormatIsThere() {
    let endings = Set(Self.cases.map { $0.file.split(separator: ".").last ?? "" })
    #expect(endings == ["keras", "h5", "pt", "onnx"] && Self.cases.count == 12)
  }

  /// A few units in the last place of sums of five numbers near 1, in float32.
  @Test(arguments: cases.filter { $0.file != "linear.pt" }) func matches(_ fixture: Case) throws {
    let loaded = try load(fixture.file, fixture.head.map(HeadChoice.named) ?? .only)
    try check(fixture, loaded)
  }

  private func check(_ fixture: Case, _ loaded: LoadedNetwork) throws {
    let network = loaded.network.rounded(to: Double.self)
    let head = try #require(network.head)
    if let name = fixture.head { #expect(head.name == name) }
    let hidden = Trajectory(of: network, inputs: fixture.inputs.flatMap(\.self)).outputs
    for (step, expected) in fixture.outputs.enumerated() {
      let found = head.outputs(
        of: Array(hidden[step * network.outputSize..<(step + 1) * network.outputSize]))
      #expect(found.count == expected.count)
      for (one, other) in zip(found, expected) {
        #expect(abs(one - other) < 2e-6, "\(found), \(expected)")
      }
    }
  }

  /// The names of all, and where nobody asks for one no weights of theirs.
  @Test(arguments: cases) func names(_ fixture: Case) throws {
    let file = try NetworkFile(path: Self.path(fixture.file))
    if let names = fixture.heads {
      #expect(Set(file.heads.map(\.name)).isSuperset(of: names.filter { $0 != "embed" }))
    }
    #expect(file.heads.allSatisfy { $0.name != "embed" })
    #expect(
      !file.heads.isEmpty && file.heads.allSatisfy { ($0.content.flatMap { try? $0.get() }) == nil }
    )
    #expect(try load(fixture.file, nil).network.head == nil)
  }

  /// A state_dict does not say which of several linear layers is on the recurrent one, but sizes do: `embed` takes fewer.
  @Test func theOneLinearLayerThatFits() throws {
    let fixture = try #require(Self.cases.first { $0.file == "linear.pt" })
    let loaded = try load("linear.pt", .only)
    try check(fixture, loaded)
    #expect(
      loaded.fileNotes.contains {
        if case .assumed("activation of 'fc'", "none", _) = $0 { true } else { false }
      })
  }

  @Test func whatIsRefused() throws {
    func expect(
      _ error: NetworkSelectionError, _ file: String, _ choice: HeadChoice,
      sourceLocation: SourceLocation = #_sourceLocation
    ) {
      #expect(
        throws: LoadedNetworkError(path: Self.path(file), error), sourceLocation: sourceLocation
      ) {
        try load(file, choice)
      }
    }
    expect(.severalHeads(layer: "memory", found: ["speed", "course"]), "two.keras", .only)
    expect(.severalHeads(layer: "rnn.l1", found: ["fc", "value"]), "several.pt", .only)
    expect(.noSuchHead("norm", found: ["fc", "value"]), "several.pt", .named("norm"))
    expect(.noHead(layer: "alone", found: []), "none.keras", .only)
    expect(.noSuchHead("x", found: []), "none.keras", .named("x"))
    expect(
      .refusedHead("refused", .setting(name: "activation", value: "log_softmax")), "refused.keras",
      .only)
  }

  /// A head is of the last of the layers that are run.
  @Test func aHeadOfAnotherLayer() throws {
    #expect(
      throws: LoadedNetworkError(
        path: Self.path("chain.keras"), .headOfAnother("answer", layer: "lower"))
    ) {
      try LoadedNetwork(
        path: Self.path("chain.keras"), selection: .layer(name: "lower"), head: .named("answer"))
    }
    let upper = try LoadedNetwork(
      path: Self.path("chain.keras"), selection: .layer(name: "upper"), head: .only)
    #expect(upper.network.head?.name == "answer" && upper.network.head?.layers.count == 2)
  }
}
