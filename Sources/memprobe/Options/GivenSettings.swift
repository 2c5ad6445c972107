import ArgumentParser
import Experiments
import MemoryMeasures

/// What the command line and an experiment file say together: options win.
struct GivenSettings {
  let values: [String: SettingValue]
  private let options: [String: SettingValue]
  private let file: (path: String, content: ExperimentFile)?

  /// - Parameters:
  ///   - experiment: path of an experiment file.
  ///   - keys: those that it may have.
  /// - Throws: `ExperimentFileError`.
  init(
    options: [String: SettingValue], experiment: String?, keys: [ExperimentFile.Key]
  ) throws(ExperimentFileError) {
    self.options = options
    var values: [String: SettingValue] = [:]
    if let experiment {
      let content = try ExperimentFile(path: experiment, keys: keys)
      file = (experiment, content)
      values = content.values
    } else {
      file = nil
    }
    // Either says which layers are taken: one on the command line takes the place of the other in the file.
    let layers = ["layer", "layers-from"]
    if layers.contains(where: { options[$0] != nil }) { for key in layers { values[key] = nil } }
    self.values = values.merging(options) { $1 }
  }

  /// What `body` gives. Where it fails, the error says which line of the experiment file is to blame, if that is
  /// certain, and that it may be the file otherwise.
  func placing<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as any WordedError {
      guard let file else { throw error }
      let fault = error as? any SettingFault
      if let key = fault?.key, options[key] != nil { throw error }
      throw ExperimentValueError(
        file: file.path, line: fault.flatMap { file.content.lines[$0.key] }, error: error)
    }
  }
}

/// An error about one setting.
protocol SettingFault: WordedError {
  var key: String { get }
  /// - Parameter name: what the setting is called where it stands: "--total-steps".
  func sentence(naming name: String) -> String
}

extension SettingFault {
  var exitCode: ExitCode { .wrongUsage }
  var sentence: String { sentence(naming: "--\(key)") }
}

/// A setting out of range that comes from an experiment file, or may come from there.
struct ExperimentValueError: WordedError {
  let file: String
  /// Of the setting; nil for one that the file does not have, or if no single one is to blame.
  let line: Int?
  let error: any WordedError

  var exitCode: ExitCode { error.exitCode }

  var sentence: String {
    if let line, let fault = error as? any SettingFault {
      return "\(file), line \(line): \(fault.sentence(naming: "key '\(fault.key)'"))"
    }
    return "\(error.sentence) (What the command line does not say comes from \(file), under the same name.)"
  }
}
