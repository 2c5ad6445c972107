import ArgumentParser
import Experiments
import MemoryMeasures
import Text

/// A declared setting as the command line has it.
struct DeclaredOption: Sendable {
  let key: String
  let aliases: [String]
  let form: SettingForm
  let placeholder: String
  /// With the names that are allowed and the default.
  var help: String
  var short: Character?
  /// Whether its values stand by themselves, without the key.
  var isPositional = false

  /// - Parameters:
  ///   - standard: what holds the default.
  ///   - names: those of a name's form that help tells; nil for all.
  ///   - defaultWords: in place of the setting's own.
  init<Owner>(
    _ setting: Setting<Owner>, standard: Owner, names: [String]? = nil, defaultWords: String? = nil
  ) {
    key = setting.key
    aliases = setting.aliases
    form = setting.form
    placeholder = setting.placeholder
    let standardWords = setting.value(of: standard).map { value in
      value == .flag(false) ? "--no-\(setting.key)" : value == .flag(true) ? "--\(setting.key)" : value.short
    }
    let words = defaultWords ?? setting.defaultWords ?? standardWords ?? ""
    let notes = [
      (names ?? setting.form.names).map { "values: \($0.joined(separator: ","))" },
      words.isEmpty ? nil : "default: \(words)",
    ].compactMap(\.self)
    help = setting.help + (notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))")
  }

  private var names: NameSpecification {
    var names = ([key] + aliases).map { NameSpecification.Element.customLong($0) }
    if let short { names.insert(.customShort(short), at: 0) }
    return NameSpecification(names)
  }

  /// Numbers may begin with a minus, which does not make an option of them.
  private var parsing: SingleValueParsingStrategy {
    switch form {
    case .whole, .wholes, .seed, .number, .numbers, .span, .shard: .unconditional
    case .flag, .text, .texts, .name, .names, .layerSpan, .time: .next
    }
  }

  /// Whether what a shell makes of a pattern may follow it.
  private var takesSeveral: Bool { ["network", "checkpoints"].contains(key) }

  private var completion: CompletionKind? {
    if let names = form.names { return .list(names) }
    return placeholder.hasPrefix("file") ? .file() : placeholder == "directory" ? .directory : nil
  }

  /// What makes the parser know the option.
  var definition: Any {
    let help = ArgumentHelp(help, valueName: placeholder)
    let transform: @Sendable (String) throws -> SettingValue = { [form] in try form.value(of: $0) }
    switch form {
    case .flag: return Flag<Bool?>(name: names, inversion: .prefixedNo, help: help)
    case .texts where isPositional:
      return Argument<[String]>(wrappedValue: [], help: help, completion: completion)
    case .texts:
      return Option<[String]>(
        wrappedValue: [], name: names, parsing: takesSeveral ? .upToNextOption : .singleValue, help: help,
        completion: completion)
    default:
      return Option<SettingValue?>(
        name: names, parsing: parsing, help: help, completion: completion, transform: transform)
    }
  }

  /// The words of a command line that give it a value.
  func words(_ value: SettingValue) -> [[String]] {
    isPositional ? form.words(key, value).map { Array($0.dropFirst()) } : form.words(key, value)
  }

  /// What was parsed; nil if the option was not given.
  func value<Key: CodingKey>(
    in container: KeyedDecodingContainer<Key>, forKey key: Key
  ) throws -> SettingValue? {
    func texts(_ values: [String]) -> SettingValue? { values.isEmpty ? nil : .texts(values) }
    switch form {
    case .flag: return try container.decode(Flag<Bool?>.self, forKey: key).wrappedValue.map(SettingValue.flag)
    case .texts where isPositional:
      return texts(try container.decode(Argument<[String]>.self, forKey: key).wrappedValue)
    case .texts: return texts(try container.decode(Option<[String]>.self, forKey: key).wrappedValue)
    default: return try container.decode(Option<SettingValue?>.self, forKey: key).wrappedValue
    }
  }
}

extension SettingForm {
  /// The words of a command line that give an option a value: itself and the value, once for each of several texts.
  func words(_ option: String, _ value: SettingValue) -> [[String]] {
    switch (self, value) {
    case (_, .flag(let flag)): [[flag ? "--\(option)" : "--no-\(option)"]]
    case (.texts, .texts(let texts)): texts.map { ["--\(option)", $0] }
    default: [["--\(option)", value.text]]
    }
  }

  /// Those that are allowed; nil for what is not made of names.
  fileprivate var names: [String]? {
    switch self {
    case .name(let names), .names(let names): names
    default: nil
    }
  }
}

extension SettingValue {
  /// As it stands behind an option, to be read back as the same.
  var text: String {
    switch self {
    case .whole(let value): "\(value)"
    case .wholes(let values): values.map(String.init).joined(separator: ",")
    case .seed(let value): "\(value)"
    case .number(let value): NumberText.shortest(value)
    case .numbers(let values): values.map(NumberText.shortest).joined(separator: ",")
    case .flag(let value): "\(value)"
    case .text(let value): value
    case .texts(let values): values.joined(separator: ",")
    case .span(let first, let last): first == last ? "\(first)" : "\(first)-\(last)"
    }
  }

  /// The same with a dash in place of the inner ones of three and more numbers in a row: 1-20.
  var short: String {
    guard case .wholes(let values) = self else { return text }
    var runs: [ClosedRange<Int>] = []
    for value in values {
      if let last = runs.last, last.upperBound + 1 == value {
        runs[runs.count - 1] = last.lowerBound...value
      } else {
        runs.append(value...value)
      }
    }
    return runs.map { run in
      run.count > 2 ? "\(run.lowerBound)-\(run.upperBound)" : run.map(String.init).joined(separator: ",")
    }.joined(separator: ",")
  }
}
