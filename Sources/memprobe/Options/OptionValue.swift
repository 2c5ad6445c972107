import Experiments
import Exports
import Foundation
import MemoryMeasures
import RecurrentNetworks

/// From the text behind an option to its value. Only the form is judged here: what range a value may have is
/// the library's to say.
enum OptionValue {
  static func wholeNumbers(_ text: String) throws(OptionValueError) -> [Int] {
    try elements(of: text) { element throws(OptionValueError) in
      guard let span = NumberSpan(element) else { throw .notAWholeNumber(element) }
      guard let values = span.values else { throw .emptySpan(element) }
      return values
    }.flatMap(\.self)
  }

  static func span(_ text: String) throws(OptionValueError) -> NumberSpan {
    guard let span = NumberSpan(text) else { throw .notAWholeNumber(text) }
    return span
  }

  static func numbers(_ text: String) throws(OptionValueError) -> [Double] {
    try elements(of: text, number)
  }

  static func cells(_ text: String) throws(OptionValueError) -> [CellType] {
    try elements(of: text) { name throws(OptionValueError) in try named(name, as: CellType.self) }
  }

  static func cell(_ text: String) throws(OptionValueError) -> CellType {
    try named(text, as: CellType.self)
  }

  static func construction(_ text: String) throws(OptionValueError) -> Construction {
    try named(text, as: Construction.self)
  }

  static func twinKinds(_ text: String) throws(OptionValueError) -> [TwinKind] {
    try elements(of: text) { name throws(OptionValueError) in try named(name, as: TwinKind.self) }
  }

  static func initializer(_ text: String) throws(OptionValueError) -> Initialization.Preset {
    try named(text, as: Initialization.Preset.self)
  }

  static func lengthDraw(_ text: String) throws(OptionValueError) -> LengthDraw {
    try named(text, as: LengthDraw.self)
  }

  static func capacityInputs(_ text: String) throws(OptionValueError) -> CapacityInputs {
    try named(text, as: CapacityInputs.self)
  }

  static func activation(_ text: String) throws(OptionValueError) -> CandidateActivation {
    try named(text, as: CandidateActivation.self)
  }

  static func precision(_ text: String) throws(OptionValueError) -> Precision {
    try named(text, as: Precision.self)
  }

  static func exportFormat(_ text: String) throws -> ExportFormat {
    if text == ExportOptionsError.parquet { throw ExportOptionsError.noParquet }
    return try named(text, as: ExportFormat.self)
  }

  static func wholeNumber(_ text: String) throws(OptionValueError) -> Int {
    guard let value = Int(text) else { throw .notAWholeNumber(text) }
    return value
  }

  static func seed(_ text: String) throws(OptionValueError) -> UInt64 {
    guard let value = UInt64(text) else { throw .notASeed(text) }
    return value
  }

  static func number(_ text: String) throws(OptionValueError) -> Double {
    guard let value = Double(text) else { throw .notANumber(text) }
    return value
  }

  static func shard(_ text: String) throws(OptionValueError) -> Shard {
    do { return try Shard(text) } catch { throw .shard(error) }
  }

  static func layerSpan(_ text: String) throws(OptionValueError) -> LayerSpan {
    guard let span = LayerSpan(text) else { throw .notALayerSpan(text) }
    return span
  }

  private static func elements<Element>(
    of text: String, _ parse: (String) throws(OptionValueError) -> Element
  ) throws(OptionValueError) -> [Element] {
    var elements: [Element] = []
    for element in text.split(separator: ",", omittingEmptySubsequences: false) {
      let trimmed = element.trimmingCharacters(in: .whitespaces)
      guard !trimmed.isEmpty else { throw .emptyElement }
      elements.append(try parse(trimmed))
    }
    return elements
  }

  private static func named<Value: RawRepresentable<String> & CaseIterable>(
    _ text: String, as type: Value.Type
  ) throws(OptionValueError) -> Value {
    guard let value = Value(rawValue: text) else {
      throw .unknownName(text, allowed: Value.allCases.map(\.rawValue))
    }
    return value
  }
}
