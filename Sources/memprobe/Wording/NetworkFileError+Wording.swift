import ArgumentParser
import Figures
import NetworkFiles

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
