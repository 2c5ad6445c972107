import Foundation
import RecurrentNetworks
import TestSupport

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
    try Repository.decode(from: folder + "expected.json")
  }

  private static let folder = "Tests/NetworkFilesTests/Fixtures/keras/"

  static func path(_ name: String) -> String { Repository.path(folder + name) }

  static func bytes(_ name: String) throws -> [UInt8] { try Repository.bytes(of: folder + name) }

  static func file(_ name: String) throws -> NetworkFile { try NetworkFile(path: path(name)) }
}
