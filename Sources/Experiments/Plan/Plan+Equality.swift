import MemoryMeasures

extension Plan: Hashable {
  package static func == (one: Plan, other: Plan) -> Bool {
    one.subjects == other.subjects && one.repeats == other.repeats && one.settings == other.settings
      && one.seed == other.seed && one.precisions == other.precisions && one.rounding == other.rounding
      && one.inputs == other.inputs
      && one.arithmeticRevision == other.arithmeticRevision
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }

  /// Everything that decides what the runs find, each with text that is equal for equal values only.
  private var fields: [(key: String, exactText: String)] {
    var fields = [("arithmetic-revision", "\(arithmeticRevision)")]
    let networks = subjects.given
    if !networks.isEmpty {
      fields.append(("network", networks.map(\.exactText).joined(separator: ";")))
      fields.append(("inputs", inputs.exactText))
      if subjects.twins > 0, subjects.twinPairs == .shared { fields.append(("twin-pairs", "shared")) }
      if networks.contains(where: { $0.group != nil }) {
        fields.append(
          ("group", networks.map { $0.group.map { "\($0.utf8.count):\($0)" } ?? "" }.joined(separator: ",")))
      }
    }
    return fields + storedSettings.map { ($0.key, $0.value.exactText) }
  }

  /// The settings by which plans are told apart, and stored: those of use, but for what holds without being said.
  var storedSettings: [(key: String, value: SettingValue)] {
    let experiment = experiment
    return Experiment<M>.stored.compactMap { setting in
      guard setting.applies(to: experiment), let value = setting.value(of: experiment),
        value != setting.former
      else { return nil }
      return (setting.key, value)
    }
  }

  /// Sixteen hexadecimal digits that tell plans of one measure apart, made of every field.
  ///
  /// The same on every machine and in every process, and independent of how plans are stored.
  package var fingerprint: String {
    var hash = FNV1a()
    for (key, text) in fields { hash.append("\(key)=\(text);".utf8) }
    return hash.hash.sixteenDigits
  }

  /// The key of the first setting in which two plans differ; nil for plans that find the same.
  package func firstDifference(from other: Plan) -> String? {
    let (mine, others) = (fields, other.fields)
    guard let pair = zip(mine, others).first(where: { $0 != $1 }) else {
      let longer = mine.count > others.count ? mine : others
      return mine.count == others.count ? nil : longer[min(mine.count, others.count)].key
    }
    // A setting that only one of them has.
    return others.contains { $0.key == pair.0.key } ? pair.1.key : pair.0.key
  }
}

extension SettingValue {
  /// Text that is equal for equal values only: floating-point numbers as their bits.
  var exactText: String {
    func bits(_ number: Double) -> String { String(number.bitPattern, radix: 16) }
    return switch self {
    case .whole(let value): "\(value)"
    case .wholes(let values): values.map(String.init).joined(separator: ",")
    case .seed(let value): "\(value)"
    case .number(let value): bits(value)
    case .numbers(let values): values.map(bits).joined(separator: ",")
    case .flag(let value): "\(value)"
    case .text(let value): value
    case .texts(let values): values.joined(separator: ",")
    case .span(let first, let last): "\(first)-\(last)"
    }
  }
}
