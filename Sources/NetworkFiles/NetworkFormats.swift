/// A file format in which networks are kept. Each reader and writer names those of its own.
public struct NetworkFileFormat: Hashable, Sendable {
  /// What people call it: "Keras weights".
  public let name: String
  /// The library whose networks it keeps: "Keras".
  public let library: String
  /// How the names of such files end: ".weights.h5". For people, and for what is to be written; the format of
  /// a file that is read is told from its bytes.
  public let ending: String
  /// Other endings that such files have.
  var otherEndings: [String] = []

  fileprivate var endings: [String] { [ending] + otherEndings }
}

/// All formats of network files, listed once: a new one is a reader or a writer, and its line here.
package enum NetworkFormats {
  /// In the order in which they are asked whether a file is theirs.
  static let readers: [any NetworkReader.Type] = [
    OtherFile.Refusal.self, KerasReader.self, KerasShards.self, SafetensorsReader.self,
    TorchCheckpointReader.self, TorchShards.self,
    // Has no mark to know it by, so it comes last.
    ONNXReader.self,
  ]

  static let writers: [any NetworkWriter.Type] = [SafetensorsWriter.self, KerasWeightsWriter.self]

  /// What is read, for people: "Keras (.keras, .weights.h5, .h5), PyTorch (.safetensors) or ONNX". A library
  /// whose files end in its own name is not followed by their ending.
  package static var readable: String {
    joined(
      readLibraries.map { library in
        let endings = readFormats.filter { $0.library == library }.flatMap(\.endings)
        return endings == ["." + library.lowercased()]
          ? library : "\(library) (\(endings.joined(separator: ", ")))"
      }, "or")
  }

  /// How the names of files end that are read.
  package static var readEndings: [String] { readFormats.flatMap(\.endings) }

  /// Whose files are read, for people: "Keras, PyTorch or ONNX".
  package static var readableLibraries: String { joined(readLibraries, "or") }

  /// What is written, for people: ".safetensors (PyTorch) or .weights.h5 (Keras)".
  ///
  /// - Parameter conjunction: before the last one.
  package static func writable(_ conjunction: String = "or") -> String {
    joined(writers.map { "\($0.format.ending) (\($0.format.library))" }, conjunction)
  }

  private static var readFormats: [NetworkFileFormat] { readers.flatMap { $0.formats } }

  private static var readLibraries: [String] {
    readFormats.map(\.library).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private static func joined(_ parts: [String], _ conjunction: String) -> String {
    let most = parts.dropLast().joined(separator: ", ")
    return most.isEmpty ? parts.joined() : "\(most) \(conjunction) \(parts[parts.count - 1])"
  }
}
