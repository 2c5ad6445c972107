import ArgumentParser
import Experiments

extension ExperimentFileError: WordedError {
  var exitCode: ExitCode {
    switch self {
    case .missing, .cannotOpen: .missingInput
    case .malformed: .badData
    }
  }

  var sentence: String {
    switch self {
    case .missing(let file): "\(file): there is no such experiment file (--experiment)."
    case .cannotOpen(let file, let error): "\(file): cannot open this experiment file: \(error.message)."
    case .malformed(let file, let line, let problem): "\(file), line \(line): \(problem.wording)"
    }
  }
}

extension ExperimentFileProblem {
  fileprivate var wording: String {
    switch self {
    case .notYAML(let reason):
      "this is not YAML: \(reason)."
    case .severalDocuments:
      "a second document begins here; allowed is one."
    case .notAMapping:
      "an experiment file consists of lines like 'repeats: 10'; this is something else."
    case .unknownKey(let key, let allowed):
      "unknown key '\(key)'. Allowed: \(allowed.joined(separator: ", "))."
    case .duplicateKey(let key):
      "key '\(key)' is here a second time; give each key once."
    case .wrongType(let key, let found, let expected):
      """
      key '\(key)' holds \(found.map { "'\($0)'" } ?? "a list or mapping"); allowed here: \
      \(expected.wording).
      """
    case .unknownName(let key, let found, let allowed):
      "key '\(key)' holds '\(found)'. Allowed: \(allowed.joined(separator: ", "))."
    }
  }
}

extension ExperimentValueType {
  fileprivate var wording: String {
    switch self {
    case .wholeNumber: "a whole number"
    case .wholeNumbers: "a whole number, or two with a dash between as in 1-5"
    case .seed: "a whole number from 0 to \(UInt64.max)"
    case .number: "a number such as 0.5 or 1e-6"
    case .truth: "true or false"
    case .text: "a text"
    case .shard: "a part such as 2/4"
    case .layerSpan: "two layer names with two dots between, such as lstm..lstm_2"
    }
  }
}
