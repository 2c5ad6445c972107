import Experiments

/// From the text behind an option that is no declared setting to its value.
enum OptionText {
  static func whole(_ text: String) throws(SettingTextError) -> Int {
    guard let value = Int(text) else { throw .notAWholeNumber(text) }
    return value
  }

  static func number(_ text: String) throws(SettingTextError) -> Double {
    guard let value = Double(text) else { throw .notANumber(text) }
    return value
  }

  static func name<Name: RawRepresentable<String> & CaseIterable>(
    _ text: String
  ) throws(SettingTextError) -> Name {
    try name(text, of: Array(Name.allCases))
  }

  static func name<Name: RawRepresentable<String>>(
    _ text: String, of names: [Name]
  ) throws(SettingTextError) -> Name {
    let known = names.map(\.rawValue)
    guard let name = known.named(text).flatMap(Name.init) else { throw .unknownName(text, allowed: known) }
    return name
  }

  /// The names of a type, for help.
  static func list<Name: RawRepresentable<String> & CaseIterable>(_: Name.Type) -> String {
    list(Array(Name.allCases))
  }

  static func list(_ names: [some RawRepresentable<String>]) -> String {
    names.map(\.rawValue).joined(separator: ",")
  }
}
