import RecurrentNetworks
import Testing

@testable import MemoryMeasures

@Suite struct SettingTests {
  /// Every key once, with help and a phrase for its range; the defaults are in range, and told back as they are set.
  @Test func declarationsAreWhole() throws {
    func check<Group: SettingGroup>(_ example: Group) throws {
      #expect(example != .standard)
      #expect(Set(Group.settings.map(\.key)).count == Group.settings.count)
      try Group.standard.validate()
      try example.validate()
      var changed = example
      for setting in Group.settings {
        #expect(
          (setting.help.hasSuffix(".") || !setting.isOption) && !setting.allowed.isEmpty, "\(setting.key)")
        if let value = setting.value(of: .standard) { try setting.set(value, of: &changed) }
      }
      // What may be missing was missing.
      #expect(changed == .standard)
    }
    for example in try Self.examples() { try check(example) }
  }

  /// Whatever a setting's form, what is out of range is refused by its key, and changes nothing.
  @Test func whatIsOutOfRangeIsRefused() throws {
    func check<Group: SettingGroup>(_ example: Group) {
      for setting in Group.settings {
        var settings = example
        // The last is of another form.
        for value in Self.outOfRange(setting.form) + [.seed(1)] {
          expectRefusal(of: setting.key, value) { try setting.set(value, of: &settings) }
        }
        #expect(settings == example)
      }
    }
    for example in try Self.examples() { check(example) }
  }

  /// Settings of every measure, and of networks that are drawn.
  private static func examples() throws -> [any SettingGroup] {
    func settings<M: ExampleMeasure>(_: M.Type) throws -> any SettingGroup { try M.exampleSettings() }
    let grid = NetworkGrid(
      cells: [.esn, .rnn], layers: [2], hiddenSizes: [3], inputSizes: [1],
      initialization: Initialization(.pytorch))
    return try exampleMeasures.map { try settings($0) } + [grid]
  }

  /// Values that are in no setting's range.
  private static func outOfRange(_ form: SettingForm) -> [SettingValue] {
    switch form {
    case .whole: [.whole(.min), .whole(-1)]
    case .wholes: [.wholes([]), .wholes([1, 1]), .wholes([-1])]
    case .number: [.number(.nan), .number(.infinity), .number(-.infinity)]
    case .numbers: [.numbers([1, 1]), .numbers([.nan]), .numbers([0]), .numbers([.infinity])]
    case .name: [.text(""), .text("nonsense")]
    case .names: [.texts(["nonsense"])]
    case .span: [.span(first: 5, last: 3), .span(first: 0, last: 3), .span(first: 1, last: .max)]
    case .seed, .flag, .text, .texts, .layerSpan, .shard, .time: []
    }
  }

  // MARK: How settings are declared

  private struct Owner: SettingGroup {
    var count = 1
    var share = 0.5
    var names: [LengthDraw] = [.sequence]
    static let standard = Owner()
    static let settings: [Setting<Owner>] = [
      .whole("count", \.count, in: 1...2_000_000, "How many."),
      .number("a-share", \.share, placeholder: "share", allowed: "shares", where: { $0 <= 1 }, "Of it.")
        .only(for: "several") { $0.count > 1 },
      .names("names", \.names, "Some."),
    ]
  }

  @Test func phrasesAndNames() {
    let (count, share) = (Owner.setting("count"), Owner.setting("a-share"))
    #expect(count.allowed == "whole numbers from 1 to 2,000,000")
    #expect(share.attribute == "a_share" && share.stored(as: nil).attribute == nil)
    #expect(Owner.setting("names").allowed == "minibatch, sequence, each once")
    #expect(Allowed.wholes(3...Int.max) == "whole numbers from 3")
    #expect(Allowed.grouped(-1_234_567) == "-1,234,567" && Allowed.grouped(100) == "100")
    #expect(count.alias("number").byDefault("one").storedOnly().aliases == ["number"])
  }

  /// A setting that is of no use is not judged.
  @Test func conditions() throws {
    var owner = Owner()
    owner.share = 7
    try owner.validate()
    owner.count = 2
    #expect(throws: SettingError(key: "a-share", found: .number(7), allowed: "shares")) {
      try owner.validate()
    }
    let lifted = Owner.setting("a-share").lifted(\Owner.self)
    #expect(lifted.conditions.map(\.purpose) == ["several"] && lifted.applies(to: owner))
  }
}
