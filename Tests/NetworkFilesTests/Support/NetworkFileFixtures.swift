import Foundation
import TestSupport

@testable import NetworkFiles
@testable import RecurrentNetworks

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
    /// [step][unit]
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
