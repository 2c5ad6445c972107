import TestSupport
import Foundation

@testable import NetworkFiles
@testable import RecurrentNetworks
import Testing

/// Files that Keras and tf_keras wrote, and what they computed; `Fixtures/make_keras_fixtures.py` says how.
struct KerasFixtures: Decodable {
  var cases: [Case]

  struct Case: Decodable, CustomStringConvertible, Sendable {
    var file: String
    /// Names of the first and the last layer; nil for the default selection.
    var layers: [String]?
    var precision: Precision
    /// [step][input]
    var inputs: [[Double]]
    /// [step][unit], of the last layer
    var outputs: [[Double]]

    var description: String { file + (layers.map { " \($0[0])..\($0[1])" } ?? "") }

    var selection: NetworkSelection {
      layers.map { .layers(first: $0[0], last: $0[1]) } ?? .whole
    }
  }

  static func load() throws -> KerasFixtures {
    try Repository.decode(from: folder + "expected.json")
  }

  private static let folder = "Tests/NetworkFilesTests/Fixtures/keras/"

  static func path(_ name: String) -> String { Repository.path(folder + name) }

  static func bytes(_ name: String) throws -> [UInt8] { try Repository.bytes(of: folder + name) }

  static func file(_ name: String) throws -> NetworkFile { try NetworkFile(path: path(name)) }
}

/// Network files of other libraries and what those compute with them; `Fixtures/fixture_cases.py` describes
/// the JSON, and the scripts beside it make the files.
struct NetworkFileFixtures: Decodable {
  var cases: [Case]

  struct Case: Decodable, CustomStringConvertible, Sendable {
    var name: String
    var file: String
    var selection: [String]
    var layers: [Layer]
    var precision: Precision
    /// [step][input]
    var inputs: [[Double]]
    /// [step][unit], of the last steps
    var outputs: [[Double]]

    var description: String { name }

    var networkSelection: NetworkSelection {
      switch selection.count {
      case 0: .whole
      case 1: .layer(name: selection[0])
      default: .layers(first: selection[0], last: selection[1])
      }
    }
  }

  struct Layer: Decodable, Equatable, Sendable {
    var name: String
    var kind: String
    var cell: CellType?
    var direction: String
    var input_size: Int
    var hidden_size: Int
    var parameters: Int
    var storage: String
    var refused: String?

    init(_ layer: FoundLayer) {
      name = layer.name
      kind = layer.kind
      cell = layer.cell
      direction = layer.direction.rawValue
      input_size = layer.inputSize
      hidden_size = layer.hiddenSize
      parameters = layer.parameterCount
      storage = layer.storage.rawValue
      switch layer.content {
      case .success: refused = nil
      case .failure(.feature(let feature)): refused = feature
      case .failure(.setting(let name, let value)): refused = "\(name)=\(value)"
      case .failure(.unsaid(let setting, _)): refused = setting
      case .failure(.problem(let problem)): refused = "\(problem)"
      }
    }
  }

  private static func place(_ folder: String, _ file: String) -> String {
    "Tests/NetworkFilesTests/Fixtures/\(folder)/\(file)"
  }

  static func load(_ folder: String) throws -> NetworkFileFixtures {
    try Repository.decode(from: place(folder, "cases.json"))
  }

  static func path(_ folder: String, _ file: String) -> String { Repository.path(place(folder, file)) }

  static func bytes(_ folder: String, _ file: String) throws -> [UInt8] {
    try Repository.bytes(of: place(folder, file))
  }
}

/// Runs a fixture's inputs through a network, by the kernels, and compares with its outputs.
enum ForwardPassCheck {
  /// A few units in the last place of outputs near 1, over 8 steps and up to 3 layers.
  static func tolerance(_ precision: Precision) -> Double { precision == .float32 ? 5e-7 : 2e-15 }

  /// That a file holds the layers of a fixture and computes its outputs, or, where it has none, cannot be run.
  static func expect(_ file: NetworkFile, _ fixture: NetworkFileFixtures.Case) throws {
    #expect(file.layers.map(NetworkFileFixtures.Layer.init) == fixture.layers)
    if fixture.outputs.isEmpty {
      #expect(throws: NetworkSelectionError.self) { try file.network(fixture.networkSelection) }
    } else {
      try expectOutputs(file, fixture)
    }
  }

  static func expectOutputs(_ file: NetworkFile, _ fixture: NetworkFileFixtures.Case) throws {
    let worst = worstDifference(try file.network(fixture.networkSelection), fixture)
    #expect(worst <= tolerance(fixture.precision))
  }

  /// The largest absolute difference from the fixture's outputs, computed in the fixture's precision.
  static func worstDifference(
    _ network: RecurrentNetwork<Double>, _ fixture: NetworkFileFixtures.Case
  ) -> Double {
    switch fixture.precision {
    case .float64: worst(network, fixture)
    default: worst(RecurrentNetwork<Float>(rounding: network), fixture)
    }
  }

  private static func worst<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, _ fixture: NetworkFileFixtures.Case
  ) -> Double {
    let inputs = InputPair<Scalar>(inputSize: network.inputSize, capacity: 1, path: .best)
    let engine = PairedNetworks([network], capacity: 1, path: .best)
    var worst = 0.0
    let silent = fixture.inputs.count - fixture.outputs.count
    guard silent >= 0 else { return .infinity }
    for (step, input) in fixture.inputs.enumerated() {
      inputs.set(input.map { Scalar($0) })
      engine.advance(inputs)
      guard step >= silent else { continue }
      let (found, output) = (engine.outputs(0).a, fixture.outputs[step - silent])
      guard found.count == output.count else { return .infinity }
      for unit in output.indices { worst = max(worst, abs(Double(found[unit]) - output[unit])) }
    }
    return worst
  }
}
