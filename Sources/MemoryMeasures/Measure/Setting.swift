/// A setting of an experiment, declared once.
///
/// From its declaration come the option of the command line with its help, the key of experiment files, a field of
/// plans, fingerprints and results files, its part of the command that makes results again, and the sentence for a
/// value that is out of range.
public struct Setting<Owner: Sendable>: Sendable {
  /// The long option without its dashes, the key of experiment files and of plans: "total-steps".
  public let key: String
  /// What kind of value it has.
  public let form: SettingForm
  /// What stands for the value in a usage line, its unit where it has one: "steps".
  public let placeholder: String
  /// What it decides, in sentences, without its default.
  public let help: String
  /// The values that are allowed, as a phrase: "whole numbers from 1 to 10".
  public let allowed: String
  /// The default in words; nil for the value that the defaults hold.
  public var defaultWords: String?
  /// The attribute of results files; nil for none.
  public var attribute: String?
  /// What held before there was this setting: see `added(formerly:)`.
  public var former: SettingValue?
  /// Further names of the option and of the key.
  public var aliases: [String] = []
  /// Whether the command line and experiment files have it; else it is of plans and results alone.
  public var isOption = true
  /// Whether stored plans have it by its key.
  public var isInPlans = true
  /// For what it is of use, and whether that is so: all have to hold.
  public var conditions: [Condition] = []

  /// When a setting has a meaning.
  public struct Condition: Sendable {
    /// "echo state networks"
    public let purpose: String
    /// Whether it has, beside these others.
    public let holds: @Sendable (Owner) -> Bool
  }

  private let read: @Sendable (Owner) -> SettingValue?
  private let write: @Sendable (inout Owner, SettingValue) -> Bool
  private let isAllowed: @Sendable (SettingValue) -> Bool

  /// - Parameters:
  ///   - key: in options and experiment files, with dashes.
  ///   - form: what kind of value it has.
  ///   - placeholder: of the value, in helps.
  ///   - allowed: what is in range, in words.
  ///   - help: what it is, in sentences.
  ///   - read: the value; nil where there is none.
  ///   - isAllowed: whether the value, of this form, is in range.
  ///   - write: sets the value, which is in range; false if it is not of this form after all.
  public init(
    _ key: String, _ form: SettingForm, placeholder: String, allowed: String, help: String,
    read: @escaping @Sendable (Owner) -> SettingValue?,
    isAllowed: @escaping @Sendable (SettingValue) -> Bool = { _ in true },
    write: @escaping @Sendable (inout Owner, SettingValue) -> Bool
  ) {
    self.key = key
    self.form = form
    self.placeholder = placeholder
    self.allowed = allowed
    self.help = help
    self.read = read
    self.isAllowed = isAllowed
    self.write = write
    attribute = key.replacing("-", with: "_")
  }

  /// Whether the setting is of use, given the others.
  public func applies(to owner: Owner) -> Bool { conditions.allSatisfy { $0.holds(owner) } }

  /// The value; nil where there is none.
  public func value(of owner: Owner) -> SettingValue? { read(owner) }

  /// - Throws: `SettingError` for a value that is out of range.
  public func set(_ value: SettingValue, of owner: inout Owner) throws(SettingError) {
    guard isAllowed(value), write(&owner, value) else { throw error(value) }
  }

  /// - Throws: `SettingError` if the owner's value is out of range.
  public func check(_ owner: Owner) throws(SettingError) {
    if let value = read(owner), !isAllowed(value) { throw error(value) }
  }

  /// That a value is out of range, and what is allowed.
  public func error(_ found: SettingValue, allowed: String? = nil) -> SettingError {
    SettingError(key: key, found: found, allowed: allowed ?? self.allowed)
  }

  /// The same setting of something that holds its owner.
  public func lifted<Whole: Sendable>(
    _ path: WritableKeyPath<Whole, Owner> & Sendable
  ) -> Setting<Whole> {
    var setting = Setting<Whole>(
      key, form, placeholder: placeholder, allowed: allowed, help: help,
      read: { read($0[keyPath: path]) }, isAllowed: isAllowed,
      write: { write(&$0[keyPath: path], $1) })
    setting.defaultWords = defaultWords
    setting.attribute = attribute
    setting.aliases = aliases
    setting.former = former
    setting.isOption = isOption
    setting.isInPlans = isInPlans
    setting.conditions = conditions.map { condition in
      .init(purpose: condition.purpose) { condition.holds($0[keyPath: path]) }
    }
    return setting
  }

  // MARK: Variants

  /// The same with other words for its default.
  public func byDefault(_ words: String) -> Setting { with { $0.defaultWords = words } }

  /// The same under another name in results files, or under none.
  public func stored(as attribute: String?) -> Setting { with { $0.attribute = attribute } }

  /// The same, added to a measure of which there are results: in those, and wherever it has this value, plans are as
  /// they were without it.
  public func added(formerly value: SettingValue) -> Setting { with { $0.former = value } }

  /// The same under further names.
  public func alias(_ name: String) -> Setting { with { $0.aliases.append(name) } }

  /// The same, for which stored plans have no key of its own: what they know of networks or inputs says it.
  public func outsidePlans() -> Setting { with { $0.isInPlans = false } }

  /// The same out of reach of the command line.
  public func storedOnly() -> Setting { with { $0.isOption = false } }

  /// The same, of use where this holds, too.
  public func only(for purpose: String, _ holds: @escaping @Sendable (Owner) -> Bool) -> Setting {
    with { $0.conditions.insert(Condition(purpose: purpose, holds: holds), at: 0) }
  }

  private func with(_ change: (inout Setting) -> Void) -> Setting {
    var setting = self
    change(&setting)
    return setting
  }
}

/// A setting that is out of range, or does not go with the others.
public struct SettingError: Error, Equatable, Sendable {
  /// Of the setting.
  public let key: String
  /// Its value.
  public let found: SettingValue
  /// What is allowed, as a phrase.
  public let allowed: String

  /// A key, the value and what is allowed in its place.
  public init(key: String, found: SettingValue, allowed: String) {
    self.key = key
    self.found = found
    self.allowed = allowed
  }
}

/// Settings that belong together.
public protocol SettingGroup: Hashable, Sendable {
  /// All defaults.
  static var standard: Self { get }
  /// In the order in which they are set, told and stored.
  static var settings: [Setting<Self>] { get }
  /// What settings that are each in range ask of each other.
  ///
  /// - Throws: `SettingError` for one that does not go with the others.
  func checkTogether() throws(SettingError)
  /// Takes up what follows from the networks once everything is chosen.
  mutating func settle(for networks: NetworksAtHand)
}

extension SettingGroup {
  public func checkTogether() throws(SettingError) {}
  public mutating func settle(for networks: NetworksAtHand) {}

  /// - Throws: `SettingError` naming the value that is out of range.
  public func validate() throws(SettingError) {
    for setting in Self.settings where setting.applies(to: self) { try setting.check(self) }
    try checkTogether()
  }

  /// The declaration of a key of this group, for errors.
  ///
  /// - Precondition: there is one.
  public static func setting(_ key: String) -> Setting<Self> {
    guard let setting = settings.first(where: { $0.key == key }) else {
      preconditionFailure("no setting \(key)")
    }
    return setting
  }
}
