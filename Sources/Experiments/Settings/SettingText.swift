import Foundation
import MemoryMeasures

/// Text that is not of a setting's form.
package enum SettingTextError: Error, Equatable {
  case emptyElement
  case notAWholeNumber(String)
  /// Two whole numbers with a dash between, of which the second is the smaller.
  case emptySpan(String)
  /// Two with more than `NumberSpan.mostValues` between them.
  case longSpan(String)
  case notANumber(String)
  case notASeed(String)
  /// Not two names with ".." between.
  case notALayerSpan(String)
  case shard(ShardError)
  case unknownName(String, allowed: [String])
}

extension SettingForm {
  /// The value that text behind an option means. Only the form is judged here: what range a value may have is the
  /// setting's to say.
  package func value(of text: String) throws(SettingTextError) -> SettingValue {
    switch self {
    case .whole: return .whole(try Self.whole(text))
    case .wholes:
      let values = try Self.elements(of: text) { element throws(SettingTextError) in
        guard let span = NumberSpan(element) else { throw .notAWholeNumber(element) }
        guard let values = span.values else {
          throw span.first > span.last ? .emptySpan(element) : .longSpan(element)
        }
        return values
      }
      return .wholes(values.flatMap(\.self))
    case .seed:
      guard let value = UInt64(text) else { throw .notASeed(text) }
      return .seed(value)
    case .number: return .number(try Self.number(text))
    case .numbers: return .numbers(try Self.elements(of: text, Self.number))
    case .flag: return .flag(try Self.known(text, of: ["true", "false"]) == "true")
    case .text, .time: return .text(text)
    case .texts: return .texts([text])
    case .span:
      guard let span = NumberSpan(text) else { throw .notAWholeNumber(text) }
      return .span(first: span.first, last: span.last)
    case .name(let names): return .text(try Self.known(text, of: names))
    case .names(let names):
      return .texts(
        try Self.elements(of: text) { name throws(SettingTextError) in try Self.known(name, of: names) })
    case .layerSpan:
      guard LayerSpan(text) != nil else { throw .notALayerSpan(text) }
      return .text(text)
    case .shard:
      let task = ProcessInfo.processInfo.environment[Shard.taskVariable]
      do { return .text(try Shard(text, task: task).description) } catch { throw .shard(error) }
    }
  }

  private static func whole(_ text: String) throws(SettingTextError) -> Int {
    guard let value = Int(text) else { throw .notAWholeNumber(text) }
    return value
  }

  private static func number(_ text: String) throws(SettingTextError) -> Double {
    // Double(_:) also takes hexadecimal.
    guard !text.lowercased().contains("x"), let value = Double(text) else { throw .notANumber(text) }
    return value
  }

  private static func known(_ text: String, of names: [String]) throws(SettingTextError) -> String {
    guard let name = names.named(text) else { throw .unknownName(text, allowed: names) }
    return name
  }

  /// What stands between commas.
  private static func elements<Element>(
    of text: String, _ parse: (String) throws(SettingTextError) -> Element
  ) throws(SettingTextError) -> [Element] {
    var elements: [Element] = []
    for element in text.split(separator: ",", omittingEmptySubsequences: false) {
      let trimmed = element.trimmingCharacters(in: .whitespaces)
      guard !trimmed.isEmpty else { throw .emptyElement }
      elements.append(try parse(trimmed))
    }
    return elements
  }
}

/// A whole number, or two with a dash between that stand for all from the first to the last: 10-15.
package struct NumberSpan: Equatable {
  let first: Int
  let last: Int

  /// More values than any axis has.
  package static let mostValues = 1_000_000

  init(first: Int, last: Int) {
    self.first = first
    self.last = last
  }

  /// From text like "10-15" or "10"; nil if it is neither.
  init?(_ text: String) {
    if let number = Int(text) {
      self.init(first: number, last: number)
      return
    }
    let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { Int($0) }
    guard ends.count == 2, let first = ends[0], let last = ends[1], last >= 0 else { return nil }
    self.init(first: first, last: last)
  }

  /// All numbers from the first to the last; nil if the last comes before the first, or there are more than
  /// `mostValues`.
  var values: [Int]? {
    guard first <= last, last - first < Self.mostValues else { return nil }
    return Array(first...last)
  }
}

/// The names of layers that lead from each to the next, two or more.
package struct LayerSpan: Equatable, Sendable {
  package let names: [String]

  /// From text like "lstm..lstm_2"; nil if there are not two or more names with two dots between.
  package init?(_ text: String) {
    names = text.split(separator: "..", omittingEmptySubsequences: false).map(String.init)
    guard names.count >= 2, !names.contains("") else { return nil }
  }
}

extension [String] {
  /// The one that a text names, LSTM like lstm.
  package func named(_ text: String) -> String? { first { $0 == text || $0 == text.lowercased() } }
}
