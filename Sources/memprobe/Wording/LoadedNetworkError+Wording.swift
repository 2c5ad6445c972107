import ArgumentParser
import NetworkFiles

extension LoadedNetworkError: WordedError {
  /// The file itself is sound; what was asked of it is not there to be had.
  var exitCode: ExitCode {
    if case .refused = problem { .badData } else { .wrongUsage }
  }

  var sentence: String { "\(path): \(problem.wording)" }
}

extension NetworkSelectionError {
  fileprivate var wording: String {
    switch self {
    case .noSuchLayer(let name, let found):
      "holds no recurrent layer '\(name)'. It holds: \(Self.list(found))."
    case .ambiguous(let found):
      """
      its recurrent layers are not one stack of forward layers, so choose with --layer NAME or \
      --layers-from FIRST..LAST ('memprobe inspect' shows what feeds what). It holds: \(Self.list(found)).
      """
    case .notOneStack(let first, let last):
      """
      the layers from '\(first)' to '\(last)' are not a stack in which each feeds the next; 'memprobe \
      inspect' shows which do.
      """
    case .refused(let layer, let refusal):
      "layer '\(layer)' cannot be run here: \(refusal.wording)."
    }
  }

  /// Names, the first of them if there are very many.
  private static func list(_ names: [String]) -> String {
    let most = 20
    let more = names.count > most ? ", and \(names.count - most) more" : ""
    return names.prefix(most).map { "'\($0)'" }.joined(separator: ", ") + more
  }
}

extension LayerRefusal {
  /// What the layer has that is not supported, without a full stop.
  var wording: String {
    switch self {
    case .setting(let name, let value): "its \(name) is '\(value)', which is not supported"
    case .feature(let feature): "not supported: \(feature)"
    }
  }
}
