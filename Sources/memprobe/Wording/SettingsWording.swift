import ArgumentParser
import Experiments
import MemoryMeasures
import SequenceFiles
import Text

extension SettingError: SettingFault {
  func sentence(naming name: String) -> String { "\(name) is \(found.told); allowed are \(allowed)." }
}

extension SettingConflict: SettingFault {
  func sentence(naming name: String) -> String { "\(name) is only for \(purpose); leave it out here." }
}

extension SettingValue {
  /// As it stands in a sentence.
  fileprivate var told: String {
    if case .whole(let value) = self { return NumberText.whole(value) }
    return short.isEmpty ? "empty" : short
  }
}

/// Follows "The value '...' is invalid for '--option': ".
extension SettingTextError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .emptyElement:
      "nothing stands between two commas. Separate values by single commas, as in 1,2,4."
    case .notAWholeNumber(let text):
      "'\(text)' is not a whole number of at most 19 digits."
    case .emptySpan(let text):
      "'\(text)' does not lead from a number to a larger one, as 1-5 does."
    case .longSpan(let text):
      "'\(text)' are too many numbers; allowed are at most \(NumberText.whole(NumberSpan.mostValues))."
    case .notANumber(let text):
      "'\(text)' is not a number such as 0.5 or 1e-6."
    case .notASeed(let text):
      "'\(text)' is not a whole number from 0 to \(UInt64.max)."
    case .notALayerSpan(let text):
      "'\(text)' is not two layer names with two dots between, as in lstm..lstm_2."
    case .shard(.malformed(let text)):
      "'\(text)' is not a part such as 2/4, the second of four."
    case .shard(.outOfRange(let index, let count)):
      count < 1
        ? "there cannot be \(count) parts. Allowed: a count of at least 1, as in 2/4."
        : "there is no part \(index) of \(count). Allowed: 1/\(count) to \(count)/\(count)."
    case .shard(.noTask(let count)):
      """
      'auto/\(count)' is the part of a task of a job array, and \(Shard.taskVariable) is not set. Outside of one say \
      which part, as in 1/\(count).
      """
    case .shard(.taskOutOfRange(let task, let count)):
      """
      \(Shard.taskVariable) is '\(task)', and parts are counted from 1 to \(count): submit the array with \
      --array=1-\(count).
      """
    case .unknownName(let text, let allowed):
      "'\(text)' is unknown. Allowed: \(allowed.joined(separator: ", "))."
    }
  }
}

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

extension SettingForm {
  /// What values of the form look like.
  fileprivate var wording: String {
    switch self {
    case .whole: "a whole number"
    case .wholes, .span: "a whole number, or two with a dash between as in 1-5"
    case .seed: "a whole number from 0 to \(UInt64.max)"
    case .number, .numbers: "a number such as 0.5 or 1e-6"
    case .flag: "true or false"
    case .text, .texts, .name, .names: "a text"
    case .shard: "a part such as 2/4"
    case .time: "a length of time such as 55m, or a whole number of seconds"
    case .layerSpan: "two layer names with two dots between, such as lstm..lstm_2"
    }
  }
}

extension RecordedInputsError: WordedError {
  var exitCode: ExitCode { .badData }

  var sentence: String {
    switch self {
    case .tooFewRows(let rows):
      """
      --inputs holds \(NumberText.count(rows, "step")); allowed are at least 2, so that two stretches of them \
      can be compared.
      """
    case .otherColumns(let columns, let names, let inputSize):
      """
      --inputs holds \(NumberText.count(columns, "column")) (\(ColumnChoice.list(names: names, count: columns))); the \
      network reads \(NumberText.whole(inputSize)). Choose as many with --columns.
      """
    case .tooFewSteps(let steps, let sequences, let needed, let settings, let mayRepeat):
      """
      --inputs holds \(sequences == 1 ? "" : "\(NumberText.whole(sequences)) sequences of ")\
      \(NumberText.count(steps, "step")), of which a run would read \(NumberText.whole(needed)); \
      \(Self.ways(steps, sequences, settings, mayRepeat)).
      """
    case .notFinite(let value, let row, let column):
      """
      --inputs holds \(NumberText.shortest(value)) at step \(NumberText.whole(row)), input \
      \(NumberText.whole(column)) (both counted from 0); allowed are finite numbers of at most 3.4e38, the \
      largest of float32.
      """
    }
  }

  /// What to do about too few steps.
  private static func ways(
    _ steps: Int, _ sequences: Int, _ settings: [String], _ mayRepeat: Bool
  ) -> String {
    let options = settings.map { "--\($0)" }
    var ways = [
      options.count == 1
        ? "give at most \(options[0]) \(NumberText.whole(steps))"
        : "give less of \(options.dropLast().joined(separator: ", ")) and \(options[options.count - 1])"
    ]
    if sequences > 1 { ways.append("take the sequences for one with --continuous") }
    if mayRepeat { ways.append("lay the data end to end with --repeat-inputs") }
    guard ways.count > 1 else { return ways[0] }
    return ways.dropLast().joined(separator: ", ") + ", or \(ways[ways.count - 1])"
  }
}
