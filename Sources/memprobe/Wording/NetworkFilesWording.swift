import ArgumentParser
import Figures
import NetworkFiles
import Text

extension NetworkFileError: WordedError {
  var exitCode: ExitCode { .badData }

  var sentence: String {
    let place = place.map { "\($0): " } ?? ""
    return "\(path): \(place)\(problem.wording(path: path))"
  }
}

extension NetworkFileProblem {
  fileprivate func wording(path: String) -> String {
    switch self {
    case .unknownFormat:
      "is none of the network files that can be read: \(NetworkFormats.readable)."
    case .pickle:
      """
      is a PyTorch pickle, which can run code when it is opened, so it is never opened here. In Python, two \
      lines convert it: state = torch.load("\(path)", weights_only=True), then \
      safetensors.torch.save_file(state, "\(path).safetensors").
      """
    case .shardIndex:
      """
      lists the files over which weights are spread, which are not put together here. Save them in one: \
      model.save_weights("NAME.weights.h5") in Keras, safetensors.torch.save_file(state, "NAME.safetensors") in \
      PyTorch.
      """
    case .noRecurrentLayer:
      "holds no recurrent layer."
    case .truncated(let needed, let found):
      """
      ends too early: \(NumberText.large(Double(needed))) bytes are needed, \
      \(NumberText.large(Double(found))) are there.
      """
    case .malformed(let what):
      "is damaged, or not what it should be: \(what)."
    case .missing(let what):
      "\(what) is missing."
    case .duplicate(let what):
      "\(what) is there twice."
    case .shape(let found, let expected):
      "has the shape \(found); the others ask for \(expected)."
    case .numberType(let found):
      "holds numbers of type \(found); allowed are float16, bfloat16, float32 and float64."
    case .tooLarge(let what, let found, let limit):
      """
      \(what) is \(NumberText.large(Double(found))); at most \(NumberText.large(Double(limit))) is read.
      """
    case .unsupported(let what):
      "has \(what), which is not supported."
    case .notFinite(let index):
      "weight \(NumberText.whole(index)) (counted from 0) is not a finite number; no network can run on it."
    }
  }
}

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

extension NetworkWritingError: WordedError {
  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    switch self {
    case .unknownEnding(let path):
      """
      \(path): the ending names the format to write; allowed are \(NetworkFormats.writable("and")).
      """
    case .noSuchCell(let cell, let path):
      "\(path): this format has no \(cell.title) cell; .weights.h5 (Keras) has every cell there is."
    case .leakyOrLinear(let layer, let path):
      """
      \(path): layer \(layer) has echo state units with a leak, or linear ones, which no format has; those of tanh \
      units with a leak rate of 1 are written as an RNN.
      """
    }
  }
}

extension CheckpointError: WordedError {
  var exitCode: ExitCode {
    switch self {
    case .emptyFolder, .noMatch: .missingInput
    case .noStep: .badData
    }
  }

  var sentence: String {
    switch self {
    case .emptyFolder(let folder):
      """
      --checkpoints: the folder \(folder) holds no network file (\(NetworkFormats.readEndings.joined(separator: ", "))), \
      and no folder of a model.
      """
    case .noMatch(let pattern):
      "--checkpoints: no file matches \(pattern)."
    case .noStep(let path):
      """
      \(path): no step or epoch in its name, by which checkpoints are ordered; name it as in step-500.pt, or give the \
      file with --network.
      """
    }
  }
}
