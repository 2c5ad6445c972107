import ArgumentParser
import Foundation
import MemoryMeasures

/// Options of the command line, made of declarations under headings.
protocol OptionSource: Sendable {
  static var sections: [OptionSection] { get }
}

struct OptionSection: Sendable {
  let title: String
  var options: [DeclaredOption]
}

/// The sections of every source that was asked for them: the parser asks often.
private enum Sections {
  private static let lock = NSLock()
  nonisolated(unsafe) private static var known: [ObjectIdentifier: [OptionSection]] = [:]

  static func of<Source: OptionSource>(_ source: Source.Type) -> [OptionSection] {
    lock.withLock {
      if let sections = known[ObjectIdentifier(source)] { return sections }
      let sections = Source.sections
      known[ObjectIdentifier(source)] = sections
      return sections
    }
  }
}

/// All options of a source. The parser is handed them in the place of properties, which it looks for in a mirror of the
/// type, and reads their values back by their keys.
struct SettingOptions<Source: OptionSource>: ParsableArguments, CustomReflectable {
  /// What was given, by key.
  private(set) var given: [String: SettingValue] = [:]

  /// More than any command has. The parser makes every section anew from its type, so that each has a type of its own.
  private static var parts: [any SettingSectionOptions.Type] {
    let parts: [any SettingSectionOptions.Type] = [
      Section<Source, 0>.self, Section<Source, 1>.self, Section<Source, 2>.self, Section<Source, 3>.self,
      Section<Source, 4>.self, Section<Source, 5>.self, Section<Source, 6>.self, Section<Source, 7>.self,
    ]
    return Array(parts.prefix(Sections.of(Source.self).count))
  }

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: OptionKey.self)
    for (index, part) in Self.parts.enumerated() {
      given.merge(try Self.decode(part, from: container, index)) { $1 }
    }
  }

  var customMirror: Mirror {
    var children: [(label: String?, value: Any)] = []
    for (index, part) in Self.parts.enumerated() {
      children.append(
        (OptionKey(index).stringValue, Self.group(part, title: Sections.of(Source.self)[index].title)))
    }
    return Mirror(self, children: children)
  }

  private static func group<Part: SettingSectionOptions>(_: Part.Type, title: String) -> Any {
    OptionGroup<Part>(title: title)
  }

  private static func decode<Part: SettingSectionOptions>(
    _: Part.Type, from container: KeyedDecodingContainer<OptionKey>, _ index: Int
  ) throws -> [String: SettingValue] {
    try container.decode(OptionGroup<Part>.self, forKey: OptionKey(index)).wrappedValue.given
  }
}

/// The options under one heading of any source.
protocol SettingSectionOptions: ParsableArguments {
  var given: [String: SettingValue] { get }
}

/// The options under the heading of this number.
private struct Section<Source: OptionSource, let index: Int>: SettingSectionOptions, CustomReflectable {
  private(set) var given: [String: SettingValue] = [:]

  private static var options: [DeclaredOption] { Sections.of(Source.self)[index].options }

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: OptionKey.self)
    for option in Self.options {
      given[option.key] = try option.value(in: container, forKey: OptionKey(stringValue: option.key))
    }
  }

  var customMirror: Mirror {
    Mirror(self, children: Self.options.map { (label: $0.key, value: $0.definition) })
  }
}

/// The key of an option, or of a section.
private struct OptionKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
  init(_ section: Int) { stringValue = "section\(section)" }
}
