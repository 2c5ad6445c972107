import Foundation
import RecurrentNetworks

@testable import NetworkFiles

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
    try JSONDecoder().decode(KerasFixtures.self, from: Data(contentsOf: url("expected.json")))
  }

  static func url(_ name: String) throws -> URL {
    guard let folder = Bundle.module.url(forResource: "keras", withExtension: nil) else {
      throw CocoaError(.fileNoSuchFile)
    }
    return folder.appendingPathComponent(name)
  }

  static func path(_ name: String) throws -> String { try url(name).path }

  static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: url(name))) }

  static func file(_ name: String) throws -> NetworkFile { try NetworkFile(path: path(name)) }
}
