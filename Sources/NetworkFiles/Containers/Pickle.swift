/// What a Python pickle describes, read as data: a program for a small stack machine that makes values, run here
/// without anything of Python.
///
/// Nothing is ever looked up, imported or called. A name of Python's (`GLOBAL`) is two texts; a call (`REDUCE`) is
/// kept as the name and its arguments, and is refused unless the name is on `PickleName.constructors`; an instance
/// of a class (`NEWOBJ`, `BUILD`) is kept as the name, the arguments and the state. Values refer to each other by
/// their places in one array, so that neither depth nor cycles cost a recursion. Every opcode makes at most one
/// value and takes at least one byte, so that nothing is allocated for what a pickle only claims.
/// Source: CPython's pickletools, protocols 0 to 5.
struct Pickle {
  /// The place of a value in `values`.
  typealias Place = Int

  enum Value {
    case none
    case bool(Bool)
    case integer(Int)
    case decimal(Double)
    case text(String)
    /// Bytes, or a whole number of more than 64 bits: nothing that is read.
    case opaque
    case name(PickleName)
    /// A list, a tuple or a set, by its place in `lists`.
    case list(Int)
    /// By its place in `dictionaries`.
    case dictionary(Int)
    /// By its place in `objects`.
    case object(Int)
    /// Something kept outside the pickle, by the place of what identifies it.
    case persistent(Place)
  }

  /// A call's result or an instance of a class, neither of which is made.
  struct Object {
    /// Nil for an instance whose class is no plain name.
    let name: PickleName?
    let arguments: [Place]
    let isCall: Bool
    var state: Place?
    /// What is set in it as in a dictionary.
    var items: [(key: Place, value: Place)] = []
  }

  private(set) var values: [Value] = []
  private(set) var lists: [[Place]] = []
  private(set) var dictionaries: [[(key: Place, value: Place)]] = []
  private(set) var objects: [Object] = []
  private(set) var root: Place = 0
  /// Where the pickle ends in the bytes that it was read from.
  private(set) var end = 0

  /// Values in all: checkpoints of the largest models have some ten thousand.
  static let mostValues = 1 << 22

  /// Reads the pickle that begins where the bytes do.
  ///
  /// - Throws: `truncated`, `malformed`, `tooLarge`; `unsupported` for what would run code.
  init(_ bytes: ArraySlice<UInt8>) throws(NetworkFileProblem) {
    var machine = PickleMachine(bytes)
    while let opcode = try machine.opcode() { try run(opcode, &machine) }
    root = try machine.pop()
    end = machine.place
  }

  // MARK: Values

  func text(_ place: Place) -> String? {
    if case .text(let text) = values[place] { text } else { nil }
  }

  func integer(_ place: Place) -> Int? {
    if case .integer(let integer) = values[place] { integer } else { nil }
  }

  func name(_ place: Place) -> PickleName? {
    if case .name(let name) = values[place] { name } else { nil }
  }

  /// The elements of a list, a tuple or a set.
  func list(_ place: Place) -> [Place]? {
    if case .list(let index) = values[place] { lists[index] } else { nil }
  }

  func dictionary(_ place: Place) -> [(key: Place, value: Place)]? {
    if case .dictionary(let index) = values[place] { dictionaries[index] } else { nil }
  }

  func object(_ place: Place) -> Object? {
    if case .object(let index) = values[place] { objects[index] } else { nil }
  }

  /// The value of a text key.
  func value(_ key: String, in entries: [(key: Place, value: Place)]) -> Place? {
    entries.last { text($0.key) == key }?.value
  }

  // MARK: Opcodes

  private mutating func make(_ value: Value) throws(NetworkFileProblem) -> Place {
    guard values.count < Self.mostValues else {
      throw .tooLarge(
        what: "the number of values in the pickle", found: UInt64(values.count) + 1,
        limit: UInt64(Self.mostValues))
    }
    values.append(value)
    return values.count - 1
  }

  private mutating func makeList(_ elements: [Place]) throws(NetworkFileProblem) -> Place {
    lists.append(elements)
    return try make(.list(lists.count - 1))
  }

  private mutating func makeDictionary(
    _ entries: [(key: Place, value: Place)]
  ) throws(NetworkFileProblem) -> Place {
    dictionaries.append(entries)
    return try make(.dictionary(dictionaries.count - 1))
  }

  private mutating func makeObject(_ object: Object) throws(NetworkFileProblem) -> Place {
    objects.append(object)
    return try make(.object(objects.count - 1))
  }

  private mutating func run(
    _ opcode: UInt8, _ machine: inout PickleMachine
  ) throws(NetworkFileProblem) {
    switch UnicodeScalar(opcode) {
    // The protocol, and frames, which say how much to read ahead.
    case "\u{80}": _ = try machine.number(bytes: 1)
    case "\u{95}": _ = try machine.number(bytes: 8)
    case "(": machine.mark()
    case "0": try machine.discard()
    case "1": _ = try machine.popToMark()
    case "2": machine.push(try machine.top())

    case "N": machine.push(try make(.none))
    case "\u{88}": machine.push(try make(.bool(true)))
    case "\u{89}": machine.push(try make(.bool(false)))
    case "I": machine.push(try make(try machine.line().asInteger))
    case "L": machine.push(try make(try machine.line().asInteger))
    case "J": machine.push(try make(.integer(Int(Int32(truncatingIfNeeded: try machine.number(bytes: 4))))))
    case "K": machine.push(try make(.integer(Int(try machine.number(bytes: 1)))))
    case "M": machine.push(try make(.integer(Int(try machine.number(bytes: 2)))))
    case "\u{8A}": machine.push(try make(.wholeNumber(try machine.bytes(countedIn: 1))))
    case "\u{8B}": machine.push(try make(.wholeNumber(try machine.bytes(countedIn: 4))))
    case "F": machine.push(try make(Double(try machine.line()).map { .decimal($0) } ?? .opaque))
    case "G":
      let bits = try machine.number(bytes: 8).byteSwapped
      machine.push(try make(.decimal(Double(bitPattern: bits))))

    case "S": machine.push(try make(.text(try machine.line().unquoted)))
    case "V": machine.push(try make(.text(try machine.line())))
    // Texts of Python 2 are bytes; names of tensors among them are ASCII.
    case "T": machine.push(try make(.text(String(decoding: try machine.bytes(countedIn: 4), as: UTF8.self))))
    case "U": machine.push(try make(.text(String(decoding: try machine.bytes(countedIn: 1), as: UTF8.self))))
    case "X": machine.push(try make(try machine.text(countedIn: 4)))
    case "\u{8C}": machine.push(try make(try machine.text(countedIn: 1)))
    case "\u{8D}": machine.push(try make(try machine.text(countedIn: 8)))
    case "C": try pushBytes(&machine, countedIn: 1)
    case "B": try pushBytes(&machine, countedIn: 4)
    case "\u{8E}", "\u{96}": try pushBytes(&machine, countedIn: 8)

    case ")", "]", "\u{8F}": machine.push(try makeList([]))
    case "t", "l", "\u{91}": machine.push(try makeList(try machine.popToMark()))
    case "\u{85}": machine.push(try makeList(try machine.pop(1)))
    case "\u{86}": machine.push(try makeList(try machine.pop(2)))
    case "\u{87}": machine.push(try makeList(try machine.pop(3)))
    case "a": try append(try machine.pop(1), to: try machine.top())
    case "e", "\u{90}":
      let elements = try machine.popToMark()
      try append(elements, to: try machine.top())
    case "}": machine.push(try makeDictionary([]))
    case "d": machine.push(try makeDictionary(Self.pairs(try machine.popToMark())))
    case "s": try set(try machine.pop(2), in: try machine.top())
    case "u":
      let items = try machine.popToMark()
      try set(items, in: try machine.top())

    case "p": try machine.memorise(at: Int(try machine.line()))
    case "q": try machine.memorise(at: Int(try machine.number(bytes: 1)))
    case "r": try machine.memorise(at: Int(try machine.number(bytes: 4)))
    case "\u{94}": try machine.memorise(at: machine.memorised)
    case "g": try machine.recall(Int(try machine.line()))
    case "h": try machine.recall(Int(try machine.number(bytes: 1)))
    case "j": try machine.recall(Int(try machine.number(bytes: 4)))

    case "c":
      let module = try machine.line()
      machine.push(try make(.name(PickleName(module: module, name: try machine.line()))))
    case "\u{93}":
      let parts = try machine.pop(2)
      guard let module = text(parts[0]), let name = text(parts[1]) else {
        throw machine.malformed("a name that is no text")
      }
      machine.push(try make(.name(PickleName(module: module, name: name))))
    case "R":
      let parts = try machine.pop(2)
      machine.push(try call(parts[0], parts[1], machine))
    case "\u{81}":
      let parts = try machine.pop(2)
      machine.push(
        try makeObject(Object(name: name(parts[0]), arguments: list(parts[1]) ?? [], isCall: false)))
    case "\u{92}":
      let parts = try machine.pop(3)
      machine.push(
        try makeObject(Object(name: name(parts[0]), arguments: list(parts[1]) ?? [], isCall: false)))
    case "b":
      let state = try machine.pop()
      // A dictionary with attributes, as state_dicts are, is a dictionary here.
      if case .object(let index) = values[try machine.top()] { objects[index].state = state }
    case "P":
      let identity = try make(.text(try machine.line()))
      machine.push(try make(.persistent(identity)))
    case "Q":
      let identity = try machine.pop()
      machine.push(try persistent(identity))
    default:
      throw .unsupported("the pickle opcode \(opcode), which data do not need,")
    }
  }

  private mutating func pushBytes(
    _ machine: inout PickleMachine, countedIn size: Int
  ) throws(NetworkFileProblem) {
    _ = try machine.bytes(countedIn: size)
    machine.push(try make(.opaque))
  }

  private mutating func append(_ elements: [Place], to target: Place) throws(NetworkFileProblem) {
    if case .list(let index) = values[target] { lists[index] += elements }
    // What is added to an instance of a class is nothing that is read.
  }

  private mutating func set(_ items: [Place], in target: Place) throws(NetworkFileProblem) {
    switch values[target] {
    case .dictionary(let index): dictionaries[index] += Self.pairs(items)
    case .object(let index): objects[index].items += Self.pairs(items)
    default: throw .malformed("the pickle sets items in what is no dictionary")
    }
  }

  private static func pairs(_ places: [Place]) -> [(key: Place, value: Place)] {
    stride(from: 0, to: places.count - 1, by: 2).map { (places[$0], places[$0 + 1]) }
  }

  /// - Throws: `unsupported` for a call of anything that is not known to make data.
  private mutating func call(
    _ callee: Place, _ arguments: Place, _ machine: PickleMachine
  ) throws(NetworkFileProblem) -> Place {
    guard let name = name(callee) else { throw machine.malformed("a call of what is no name") }
    guard name.makesData else { throw .unsupported("a call of \(name.text), which is never run here,") }
    let arguments = list(arguments) ?? []
    if PickleName.dictionaries.contains(name.text) {
      // Python 2 gives an OrderedDict its items as a list of pairs.
      let pairs = (arguments.first.flatMap(list) ?? []).compactMap { pair in
        list(pair).flatMap { $0.count == 2 ? (key: $0[0], value: $0[1]) : nil }
      }
      return try makeDictionary(pairs)
    }
    return try makeObject(Object(name: name, arguments: arguments, isCall: true))
  }

  /// PyTorch's old format refers to a class by ("module", class, file, source): the class.
  private mutating func persistent(_ identity: Place) throws(NetworkFileProblem) -> Place {
    if let parts = list(identity), parts.count >= 2, text(parts[0]) == "module" { return parts[1] }
    return try make(.persistent(identity))
  }
}

extension Pickle.Value {
  /// Little-endian, in two's complement.
  fileprivate static func wholeNumber(_ bytes: ArraySlice<UInt8>) -> Self {
    guard bytes.count <= 8 else { return .opaque }
    let bits = bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    let unused = 64 - 8 * bytes.count
    return .integer(bytes.isEmpty ? 0 : Int(truncatingIfNeeded: bits << UInt64(unused)) >> unused)
  }
}

extension String {
  /// A whole number as protocol 0 writes it: "01" and "00" are true and false, an L may follow.
  fileprivate var asInteger: Pickle.Value {
    switch self {
    case "00": .bool(false)
    case "01": .bool(true)
    default: Int(hasSuffix("L") ? String(dropLast()) : self).map { .integer($0) } ?? .opaque
    }
  }

  /// A text of protocol 0 without its quotes.
  fileprivate var unquoted: String {
    guard count >= 2, let first, first == last, first == "'" || first == "\"" else { return self }
    return String(dropFirst().dropLast())
  }
}
