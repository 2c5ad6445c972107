import ArgumentParser
import Figures
import NetworkFiles
import Text

extension NetworkFileError: WordedError {
  var exitCode: ExitCode { .badData }

  var sentence: String {
    let place = place.map { "\($0): " } ?? ""
    return "\(path): \(place)\(problem.wording)"
  }
}

extension NetworkFileProblem {
  fileprivate var wording: String {
    switch self {
    case .unknownFormat:
      "is none of the network files that can be read: \(NetworkFormats.readable)."
    case .otherFile(let other):
      other.wording
    case .folder(let lacking):
      "is a folder that holds none of \(lacking.joined(separator: ", ")); name the network file itself."
    case .torchScript:
      """
      is a TorchScript program whose recurrent weights have no names. In Python, the model that it was made of \
      converts: torch.save(model.state_dict(), "NAME.pt").
      """
    case .recurrence(let recurrence):
      recurrence.wording
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

extension ONNXRecurrence {
  fileprivate var wording: String {
    switch self {
    case .loop(let loop):
      """
      is a recurrence written step by step as a \(loop), as tf2onnx does; what is read are RNN, LSTM and GRU nodes. \
      Give the Keras file itself (.keras, .h5), or export from PyTorch with torch.onnx.export(..., dynamo=False).
      """
    case .within(let layer, let outer):
      """
      has \(layer) within \(outer), where it is not read. Export the model without it (of an If, the branch that is \
      meant), or give the PyTorch or Keras file itself.
      """
    case .unrolled:
      """
      has a recurrence that is unrolled, step after step; what is read are RNN, LSTM and GRU nodes. Export from \
      PyTorch with torch.onnx.export(..., dynamo=False), or give the PyTorch or Keras file itself.
      """
    }
  }
}

extension OtherFile {
  fileprivate var wording: String {
    switch self {
    case .lfsPointer:
      """
      is a Git LFS pointer, which stands in the place of the file; 'git lfs pull' in its repository fetches the file.
      """
    case .savedModel:
      """
      is a SavedModel of TensorFlow, which is not read. In Python, two lines convert it: model = \
      tf.keras.models.load_model("FOLDER"), then model.save("NAME.h5").
      """
    case .kerasConfiguration:
      """
      is a Keras model's configuration without its weights; name the file that holds them (.weights.h5, .h5), or \
      save both with model.save("NAME.keras").
      """
    case .pickle:
      """
      is a Python pickle that torch.save did not write. In Python, if the pickle is from whom you trust: \
      torch.save(pickle.load(open("FILE", "rb")), "NAME.pt").
      """
    case .hdf5:
      "is an HDF5 file of other data: Keras's layers are not in it."
    case .tfLite:
      "is a TensorFlow Lite model, which is not read; save the Keras model that it was made of, as .keras or .h5."
    }
  }
}

extension LoadedNetworkError: WordedError {
  /// The file itself is sound; what was asked of it is not there to be had.
  var exitCode: ExitCode {
    switch problem {
    case .refused, .noneRuns, .refusedHead: .badData
    case .noSuchLayer, .ambiguous, .notOneStack, .noHead, .severalHeads, .noSuchHead, .headOfAnother:
      .wrongUsage
    }
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
    case .noneRuns(let layer, let refusal):
      "none of its recurrent layers can be run here. Layer '\(layer)': \(refusal.wording)."
    case .notOneStack(let first, let last):
      """
      no layers lead from '\(first)' to '\(last)', each with as many units as the next one has inputs; 'memprobe \
      inspect' shows their sizes, and which feed which.
      """
    case .refused(let layer, let refusal):
      "layer '\(layer)' cannot be run here: \(refusal.wording)."
    case .noHead(let layer, let found):
      """
      no dense or linear layer is known to be on its layer '\(layer)', of which --read head could read the outputs.\
      \(found.isEmpty ? "" : " Others that it holds: \(Self.list(found)).")
      """
    case .severalHeads(let layer, let found):
      "several heads may be on its layer '\(layer)', so choose with --head NAME: \(Self.list(found))."
    case .noSuchHead(let name, let found):
      """
      holds no head '\(name)'. \
      \(found.isEmpty ? "It holds none that is known to be on a recurrent layer" : "It holds: \(Self.list(found))").
      """
    case .headOfAnother(let name, let layer):
      "head '\(name)' does not take the outputs of layer '\(layer)', the last of those that are run."
    case .refusedHead(let name, let refusal):
      "head '\(name)' cannot be read here: \(refusal.wording)."
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
    case .problem(let problem):
      String(problem.wording.dropLast())
    case .unsaid(let setting, let choices):
      """
      the file does not say its \(setting), and the version of Keras that wrote it may have meant \
      \(choices.joined(separator: " or ")); say which with --gate-activation
      """
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
    case .activations(let layer, let path):
      """
      \(path): layer \(layer) has activations of its own, of which files of weights say nothing, so that other programs \
      would compute something else.
      """
    case .variation(let layer, let path):
      "\(path): layer \(layer) has peepholes, a clip or coupled gates, which no layer of these formats has."
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
      \(path): no step or epoch in its name, by which checkpoints are ordered where not all of the files hold one by the \
      same name (as global_step or epoch); name it as in step-500.pt, or give the file with --network.
      """
    }
  }
}
