/// The value of a setting, in one of the few forms that settings have.
public enum SettingValue: Hashable, Sendable {
  case whole(Int)
  case wholes([Int])
  case seed(UInt64)
  case number(Double)
  case numbers([Double])
  case flag(Bool)
  case text(String)
  case texts([String])
  /// A range of whole numbers, the ends of which may be out of order: what was written down.
  case span(first: Int, last: Int)
}

/// The forms of settings: what is to be written for a value, before it is asked whether that is in range.
public enum SettingForm: Hashable, Sendable {
  case whole
  /// One or several, of which runs may be written as 1-5.
  case wholes
  case seed
  case number
  case numbers
  case flag
  case text
  case texts
  /// A whole number, or two with a dash between: 10-15.
  case span
  /// One of these names.
  case name([String])
  case names([String])
  /// Two layers with two dots between: lstm..lstm_2.
  case layerSpan
  /// A part and a count with a slash between: 2/4.
  case shard
}

// MARK: Declaring settings

extension Setting {
  /// A whole number.
  public static func whole(
    _ key: String, _ path: WritableKeyPath<Owner, Int> & Sendable, in range: ClosedRange<Int>,
    placeholder: String = "n", allowed: String? = nil, _ help: String
  ) -> Setting {
    Setting(
      key, .whole, placeholder: placeholder, allowed: allowed ?? Allowed.wholes(range), help: help,
      read: { .whole($0[keyPath: path]) },
      isAllowed: { if case .whole(let value) = $0 { range.contains(value) } else { false } },
      write: { owner, value in
        guard case .whole(let value) = value else { return false }
        owner[keyPath: path] = value
        return true
      })
  }

  /// A whole number that may be missing.
  public static func optionalWhole(
    _ key: String, _ path: WritableKeyPath<Owner, Int?> & Sendable, in range: ClosedRange<Int>,
    placeholder: String = "n", defaultWords: String, _ help: String
  ) -> Setting {
    Setting(
      key, .whole, placeholder: placeholder, allowed: Allowed.wholes(range), help: help,
      read: { $0[keyPath: path].map(SettingValue.whole) },
      isAllowed: { if case .whole(let value) = $0 { range.contains(value) } else { false } },
      write: { owner, value in
        guard case .whole(let value) = value else { return false }
        owner[keyPath: path] = value
        return true
      }
    ).byDefault(defaultWords)
  }

  /// Different whole numbers, at least one.
  public static func wholes(
    _ key: String, _ path: WritableKeyPath<Owner, [Int]> & Sendable, in range: ClosedRange<Int>,
    placeholder: String = "n,...", _ help: String
  ) -> Setting {
    Setting(
      key, .wholes, placeholder: placeholder, allowed: Allowed.different(Allowed.wholes(range)), help: help,
      read: { .wholes($0[keyPath: path]) },
      isAllowed: {
        guard case .wholes(let values) = $0 else { return false }
        return !values.isEmpty && Set(values).count == values.count && values.allSatisfy(range.contains)
      },
      write: { owner, value in
        guard case .wholes(let values) = value else { return false }
        owner[keyPath: path] = values
        return true
      })
  }

  /// A whole number of 64 bits.
  public static func seed(
    _ key: String, _ path: WritableKeyPath<Owner, UInt64> & Sendable, _ help: String
  ) -> Setting {
    Setting(
      key, .seed, placeholder: "n", allowed: "whole numbers from 0 to \(UInt64.max)", help: help,
      read: { .seed($0[keyPath: path]) },
      write: { owner, value in
        guard case .seed(let value) = value else { return false }
        owner[keyPath: path] = value
        return true
      })
  }

  /// A number.
  public static func number(
    _ key: String, _ path: WritableKeyPath<Owner, Double> & Sendable, placeholder: String, allowed: String,
    where isAllowed: @escaping @Sendable (Double) -> Bool, _ help: String
  ) -> Setting {
    Setting(
      key, .number, placeholder: placeholder, allowed: allowed, help: help,
      read: { .number($0[keyPath: path]) },
      isAllowed: { if case .number(let value) = $0 { value.isFinite && isAllowed(value) } else { false } },
      write: { owner, value in
        guard case .number(let value) = value else { return false }
        owner[keyPath: path] = value
        return true
      })
  }

  /// Different numbers, at least one unless there may be none.
  public static func numbers(
    _ key: String, _ path: WritableKeyPath<Owner, [Double]> & Sendable, placeholder: String, allowed: String,
    mayBeEmpty: Bool = false, where isAllowed: @escaping @Sendable (Double) -> Bool, _ help: String
  ) -> Setting {
    Setting(
      key, .numbers, placeholder: placeholder, allowed: Allowed.different(allowed), help: help,
      read: { .numbers($0[keyPath: path]) },
      isAllowed: {
        guard case .numbers(let values) = $0 else { return false }
        return (mayBeEmpty || !values.isEmpty) && Set(values).count == values.count
          && values.allSatisfy { $0.isFinite && isAllowed($0) }
      },
      write: { owner, value in
        guard case .numbers(let values) = value else { return false }
        owner[keyPath: path] = values
        return true
      })
  }

  /// Yes or no.
  public static func flag(
    _ key: String, _ path: WritableKeyPath<Owner, Bool> & Sendable, _ help: String
  ) -> Setting {
    Setting(
      key, .flag, placeholder: "", allowed: "true and false", help: help,
      read: { .flag($0[keyPath: path]) },
      write: { owner, value in
        guard case .flag(let value) = value else { return false }
        owner[keyPath: path] = value
        return true
      })
  }

  /// One of the names of a type.
  public static func name<Name: RawRepresentable<String> & CaseIterable & Sendable>(
    _ key: String, _ path: WritableKeyPath<Owner, Name> & Sendable, of names: [Name] = Array(Name.allCases),
    _ help: String
  ) -> Setting {
    Setting(
      key, .name(names.map(\.rawValue)), placeholder: "name", allowed: Allowed.names(names.map(\.rawValue)),
      help: help, read: { .text($0[keyPath: path].rawValue) },
      isAllowed: { value in names.contains { .text($0.rawValue) == value } },
      write: { owner, value in
        guard case .text(let text) = value, let name = Name(rawValue: text) else { return false }
        owner[keyPath: path] = name
        return true
      })
  }

  /// Different names of a type, at least one.
  public static func names<Name: RawRepresentable<String> & CaseIterable & Sendable>(
    _ key: String, _ path: WritableKeyPath<Owner, [Name]> & Sendable, of names: [Name] = Array(Name.allCases),
    placeholder: String = "name,...", mayBeEmpty: Bool = false, _ help: String
  ) -> Setting {
    let allowed = names.map(\.rawValue)
    return Setting(
      key, .names(allowed), placeholder: placeholder, allowed: Allowed.different(Allowed.names(allowed)),
      help: help, read: { .texts($0[keyPath: path].map(\.rawValue)) },
      isAllowed: {
        guard case .texts(let found) = $0 else { return false }
        return (mayBeEmpty || !found.isEmpty) && Set(found).count == found.count
          && found.allSatisfy(allowed.contains)
      },
      write: { owner, value in
        guard case .texts(let texts) = value else { return false }
        owner[keyPath: path] = texts.compactMap(Name.init(rawValue:))
        return true
      })
  }
}

/// Phrases for what is allowed.
public enum Allowed {
  public static func wholes(_ range: ClosedRange<Int>) -> String {
    range.upperBound == .max
      ? "whole numbers from \(grouped(range.lowerBound))"
      : "whole numbers from \(grouped(range.lowerBound)) to \(grouped(range.upperBound))"
  }

  public static func different(_ phrase: String) -> String { "\(phrase), each once" }

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
