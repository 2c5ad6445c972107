import Experiments
import MemoryMeasures
import RecurrentNetworks

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

  static func numbers(_ text: String) throws(SettingTextError) -> [Double] {
    guard case .numbers(let values) = try SettingForm.numbers.value(of: text) else { return [] }
    return values
  }

  static func wholes(_ text: String) throws(SettingTextError) -> [Int] {
    guard case .wholes(let values) = try SettingForm.wholes.value(of: text) else { return [] }
    return values
  }

  static func cells(_ text: String) throws(SettingTextError) -> [CellType] {
    let form = SettingForm.names(CellType.allCases.map(\.rawValue))
    guard case .texts(let names) = try form.value(of: text) else { return [] }
    return names.compactMap(CellType.init)
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
