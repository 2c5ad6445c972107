/// The value of a setting, in one of the few forms that settings have.
public enum SettingValue: Hashable, Sendable {
  /// A whole number.
  case whole(Int)
  /// Several.
  case wholes([Int])
  /// A seed.
  case seed(UInt64)
  /// A number.
  case number(Double)
  /// Several.
  case numbers([Double])
  /// Yes or no.
  case flag(Bool)
  /// A word.
  case text(String)
  /// Several.
  case texts([String])
  /// A range of whole numbers, the ends of which may be out of order: what was written down.
  case span(first: Int, last: Int)
}

/// The forms of settings: what is to be written for a value, before it is asked whether that is in range.
public enum SettingForm: Hashable, Sendable {
  /// A whole number.
  case whole
  /// One or several, of which runs may be written as 1-5.
  case wholes
  /// A seed, any of 64 bits.
  case seed
  /// A number.
  case number
  /// Several numbers.
  case numbers
  /// Yes or no.
  case flag
  /// A word.
  case text
  /// Several words.
  case texts
  /// A whole number, or two with a dash between: 10-15.
  case span
  /// One of these names.
  case name([String])
  /// Some of these words.
  case names([String])
  /// Two layers with two dots between: lstm..lstm_2.
  case layerSpan
  /// A part and a count with a slash between: 2/4.
  case shard
  /// A length of time: 1h30m, or a number of seconds.
  case time
}

// MARK: Declaring settings

extension Setting {
  /// A setting whose value lies at a path.
  ///
  /// - Parameters:
  ///   - wrap, unwrap: from a value to its form and back; nil for a value of another form.
  ///   - isAllowed: whether a value is in range.
  private init<Value>(
    _ key: String, _ form: SettingForm, _ path: WritableKeyPath<Owner, Value> & Sendable, placeholder: String,
    allowed: String, _ help: String, wrap: @escaping @Sendable (Value) -> SettingValue?,
    unwrap: @escaping @Sendable (SettingValue) -> Value?,
    isAllowed: @escaping @Sendable (Value) -> Bool = { _ in true }
  ) {
    self.init(
      key, form, placeholder: placeholder, allowed: allowed, help: help, read: { wrap($0[keyPath: path]) },
      isAllowed: { unwrap($0).map(isAllowed) ?? false },
      write: { owner, value in
        guard let value = unwrap(value) else { return false }
        owner[keyPath: path] = value
        return true
      })
  }

  /// A whole number.
  public static func whole(
    _ key: String, _ path: WritableKeyPath<Owner, Int> & Sendable, in range: ClosedRange<Int>,
    placeholder: String = "n", allowed: String? = nil, _ help: String
  ) -> Setting {
    Setting(
      key, .whole, path, placeholder: placeholder, allowed: allowed ?? Allowed.wholes(range), help,
      wrap: { .whole($0) }, unwrap: { if case .whole(let value) = $0 { value } else { nil } },
      isAllowed: range.contains)
  }

  /// A whole number that may be missing.
  public static func optionalWhole(
    _ key: String, _ path: WritableKeyPath<Owner, Int?> & Sendable, in range: ClosedRange<Int>,
    placeholder: String = "n", defaultWords: String, _ help: String
  ) -> Setting {
    Setting(
      key, .whole, path, placeholder: placeholder, allowed: Allowed.wholes(range), help,
      wrap: { $0.map(SettingValue.whole) }, unwrap: { if case .whole(let value) = $0 { value } else { nil } },
      isAllowed: { $0.map(range.contains) ?? true }
    ).byDefault(defaultWords)
  }

  /// Different whole numbers, at least one.
  public static func wholes(
    _ key: String, _ path: WritableKeyPath<Owner, [Int]> & Sendable, in range: ClosedRange<Int>,
    placeholder: String = "n,...", _ help: String
  ) -> Setting {
    Setting(
      key, .wholes, path, placeholder: placeholder, allowed: Allowed.different(Allowed.wholes(range)), help,
      wrap: { .wholes($0) }, unwrap: { if case .wholes(let values) = $0 { values } else { nil } },
      isAllowed: { !$0.isEmpty && Set($0).count == $0.count && $0.allSatisfy(range.contains) })
  }

  /// A whole number of 64 bits.
  public static func seed(
    _ key: String, _ path: WritableKeyPath<Owner, UInt64> & Sendable, _ help: String
  ) -> Setting {
    Setting(
      key, .seed, path, placeholder: "n", allowed: "whole numbers from 0 to \(UInt64.max)", help,
      wrap: { .seed($0) }, unwrap: { if case .seed(let value) = $0 { value } else { nil } })
  }

  /// A number.
  public static func number(
    _ key: String, _ path: WritableKeyPath<Owner, Double> & Sendable, placeholder: String, allowed: String,
    where isAllowed: @escaping @Sendable (Double) -> Bool, _ help: String
  ) -> Setting {
    Setting(
      key, .number, path, placeholder: placeholder, allowed: allowed, help, wrap: { .number($0) },
      unwrap: { if case .number(let value) = $0 { value } else { nil } },
      isAllowed: { $0.isFinite && isAllowed($0) })
  }

  /// Different numbers, at least one unless there may be none.
  public static func numbers(
    _ key: String, _ path: WritableKeyPath<Owner, [Double]> & Sendable, placeholder: String, allowed: String,
    mayBeEmpty: Bool = false, where isAllowed: @escaping @Sendable (Double) -> Bool, _ help: String
  ) -> Setting {
    Setting(
      key, .numbers, path, placeholder: placeholder, allowed: Allowed.different(allowed), help,
      wrap: { .numbers($0) }, unwrap: { if case .numbers(let values) = $0 { values } else { nil } },
      isAllowed: {
        (mayBeEmpty || !$0.isEmpty) && Set($0).count == $0.count
          && $0.allSatisfy { $0.isFinite && isAllowed($0) }
      })
  }

  /// Yes or no.
  public static func flag(
    _ key: String, _ path: WritableKeyPath<Owner, Bool> & Sendable, _ help: String
  ) -> Setting {
    Setting(
      key, .flag, path, placeholder: "", allowed: "true and false", help, wrap: { .flag($0) },
      unwrap: { if case .flag(let value) = $0 { value } else { nil } })
  }

  /// One of the names of a type.
  public static func name<Name: RawRepresentable<String> & CaseIterable & Sendable>(
    _ key: String, _ path: WritableKeyPath<Owner, Name> & Sendable, of names: [Name] = Array(Name.allCases),
    _ help: String
  ) -> Setting {
    let allowed = names.map(\.rawValue)
    return Setting(
      key, .name(allowed), path, placeholder: "name", allowed: Allowed.names(allowed), help,
      wrap: { .text($0.rawValue) },
      unwrap: { if case .text(let text) = $0 { Name(rawValue: text) } else { nil } },
      isAllowed: { allowed.contains($0.rawValue) })
  }

  /// Different names of a type, at least one unless there may be none.
  public static func names<Name: RawRepresentable<String> & CaseIterable & Sendable>(
    _ key: String, _ path: WritableKeyPath<Owner, [Name]> & Sendable, of names: [Name] = Array(Name.allCases),
    placeholder: String = "name,...", mayBeEmpty: Bool = false, _ help: String
  ) -> Setting {
    let allowed = names.map(\.rawValue)
    return Setting(
      key, .names(allowed), path, placeholder: placeholder,
      allowed: Allowed.different(Allowed.names(allowed)), help, wrap: { .texts($0.map(\.rawValue)) },
      unwrap: { value in
        guard case .texts(let texts) = value else { return nil }
        let found = texts.compactMap(Name.init)
        return found.count == texts.count ? found : nil
      },
      isAllowed: { found in
        let texts = found.map(\.rawValue)
        return (mayBeEmpty || !texts.isEmpty) && Set(texts).count == texts.count
          && texts.allSatisfy(allowed.contains)
      })
  }

  /// A text that may be missing.
  public static func text(
    _ key: String, _ path: WritableKeyPath<Owner, String?> & Sendable, _ form: SettingForm = .text,
    placeholder: String, _ help: String
  ) -> Setting {
    Setting(
      key, form, path, placeholder: placeholder, allowed: "a text", help,
      wrap: { $0.map(SettingValue.text) }, unwrap: { if case .text(let text) = $0 { text } else { nil } }
    ).byDefault("").stored(as: nil)
  }
}

/// Phrases for what is allowed.
public enum Allowed {
  /// Whole numbers within a range.
  public static func wholes(_ range: ClosedRange<Int>) -> String {
    range.upperBound == .max
      ? "whole numbers from \(grouped(range.lowerBound))"
      : "whole numbers from \(grouped(range.lowerBound)) to \(grouped(range.upperBound))"
  }

  /// Several, none of them twice.
  public static func different(_ phrase: String) -> String { "\(phrase), each once" }

  /// One of these.
  public static func names(_ names: [String]) -> String { names.joined(separator: ", ") }

  /// 1,000,000
  public static func grouped(_ number: Int) -> String {
    var digits = String(number.magnitude)
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
      place -= 3
    }
    return (number < 0 ? "-" : "") + digits
  }
}
