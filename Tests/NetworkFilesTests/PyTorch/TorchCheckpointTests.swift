import Foundation
import TestSupport
import Testing

@testable import NetworkFiles

/// What torch.save and torch.jit.save wrote, against what PyTorch computes with it.
@Suite struct TorchCheckpointFixtureTests {
  private static func read(_ file: String) throws -> NetworkFile {
    try NetworkFile(path: NetworkFileFixtures.path("checkpoints", file))
  }

  @Test func everyContainerHolderAndNumberTypeIsThere() throws {
    let names = Set(
      try NetworkFileFixtures.load("checkpoints").cases.filter { !$0.outputs.isEmpty }.map(\.name))
    for name in [
      "lstm", "gru", "rnn", "gru-float16", "gru-bfloat16", "gru-float64", "module", "flat", "transposed",
    ] {
      #expect(names.isSuperset(of: [name, name + "-legacy"]), "\(name)")
    }
    for name in ["under-state-dict", "under-model-state-dict", "under-model", "under-net", "under-module"] {
      #expect(names.contains(name))
    }
  }

  @Test(arguments: try NetworkFileFixtures.load("checkpoints").cases)
  func matches(_ fixture: NetworkFileFixtures.Case) throws {
    let file = try Self.read(fixture.file)
    #expect(file.format.library == "PyTorch")
    try ForwardPassCheck.expect(file, fixture)
  }

  @Test func severalSetsOfWeightsAreNamed() throws {
    #expect(
      try Self.read("two-models.pt").notes == [
        .remark("the file holds several sets of weights: critic, generator")
      ])
    #expect(try Self.read("under-model.ckpt").notes.isEmpty)
  }

  /// A whole module says what a state_dict leaves open.
  @Test func modulesSayTheirNonlinearity() throws {
    #expect(try Self.read("relu-module.pt").notes.isEmpty)
    #expect(try Self.read("rnn.pt").notes.count == 1)
  }

  @Test func aProgramWithoutNamesSaysHowToConvert() throws {
    let path = NetworkFileFixtures.path("checkpoints", "frozen-script.pt")
    #expect(throws: NetworkFileError(path: path, .torchScript)) { try NetworkFile(path: path) }
  }

  /// Before PyTorch 1.4.
  @Test func programsOfOldSayHowToConvert() {
    let archive = ZipFixture([.init("net/model.json", [0x7B]), .init("net/code/net.py", [])])
    #expect(throws: NetworkFileError(path: "net.pt", .torchScript)) {
      try NetworkFile(bytes: archive.bytes, path: "net.pt")
    }
  }

  @Test func weightNormalisationIsToldOf() throws {
    for file in ["weight-norm.pt", "weight-norm-columns.pt", "weight-norm-whole.pt"] {
      #expect(try Self.read(file).layers[0].conventions.contains("weight normalisation computed"), "\(file)")
    }
  }

  @Test func foldersWithoutModelsAreNamed() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("")
    #expect(throws: NetworkFileError(path: path, .folder(lacking: NetworkFolder.weights))) {
      try NetworkFile(path: path)
    }
    try folder.write([8, 1], to: "saved_model.pb")
    #expect(throws: NetworkFileError(path: path, .otherFile(.savedModel))) { try NetworkFile(path: path) }
  }

  @Test func shardsOutsideTheFolderAreRefused() throws {
    for name in ["../model.safetensors", "/etc/passwd", "a/b", ".."] {
      let text = #"{"weight_map": {"weight_ih_l0": "\#(name)"}}"#
      #expect(
        throws: NetworkFileError(
          path: "m/i.json", .unsupported("weights outside the file's own folder: \(name)"))
      ) { try NetworkFile(bytes: Array(text.utf8), path: "m/i.json") }
    }
  }
}

/// Files that were damaged, and files made to do harm: an error that names the file, or right weights.
@Suite struct HostileCheckpointTests {
  /// - Returns: whether the bytes were read.
  @discardableResult
  private static func read(_ bytes: [UInt8]) -> Bool {
    do {
      let file = try NetworkFile(bytes: bytes, path: "damaged")
      for layer in file.layers {
        guard case .success(let stored) = layer.content else { continue }
        let content = stored.layer()
        let weights = [content.inputKernel, content.recurrentKernel, content.bias, content.recurrentBias]
        #expect(weights.allSatisfy { $0.allSatisfy(\.isFinite) })
      }
      return true
    } catch let error as NetworkFileError {
      #expect(error.path == "damaged")
    } catch {
      Issue.record("\(error)")
    }
    return false
  }

  @Test(arguments: ["gru-float16.pth", "gru-float16-legacy.pth"])
  func cutShort(name: String) throws {
    let whole = try NetworkFileFixtures.bytes("checkpoints", name)
    #expect(Self.read(whole))
    for length in 0..<whole.count { #expect(!Self.read(Array(whole[..<length])), "\(length)") }
  }

  @Test(arguments: ["gru-float16.pth", "gru-float16-legacy.pth"])
  func changedBytes(name: String) throws {
    var bytes = try NetworkFileFixtures.bytes("checkpoints", name)
    for place in bytes.indices {
      let original = bytes[place]
      for pattern: UInt8 in original == 0 ? [0xFF] : [0xFF, 0x01, 0x80] {
        bytes[place] = original ^ pattern
        Self.read(bytes)
      }
      bytes[place] = original
    }
  }

  /// A zip archive's checksum would notice changes in a pickle: here it is made anew.
  @Test func changedPickles() throws {
    let archive = try ZipArchive(.memory(NetworkFileFixtures.bytes("checkpoints", "gru-float16.pth")))
    let entries = try archive.entries.keys.sorted().map {
      ZipFixture.Entry($0, try archive.read($0, limit: 1 << 20))
    }
    let place = try #require(entries.firstIndex { $0.name.hasSuffix("data.pkl") })
    #expect(Self.read(ZipFixture(entries).bytes))
    for index in entries[place].content.indices {
      for pattern: UInt8 in [0xFF, 0x01, 0x80, 0x20] {
        var changed = entries
        changed[place].content[index] ^= pattern
        Self.read(ZipFixture(changed).bytes)
      }
    }
  }

  private static func problem(_ pickle: [UInt8]) -> NetworkFileProblem? {
    let archive = ZipFixture([.init("a/data.pkl", pickle), .init("a/version", [0x33])])
    return #expect(throws: NetworkFileError.self) {
      try NetworkFile(bytes: archive.bytes, path: "x")
    }?.problem
  }

  private static func pickle(_ parts: Any...) -> [UInt8] {
    parts.flatMap { part -> [UInt8] in
      switch part {
      case let text as String: Array(text.unicodeScalars.map { UInt8($0.value) })
      case let bytes as [UInt8]: bytes
      default: []
      }
    }
  }

  @Test(arguments: [
    ("posix", "system"), ("os", "system"), ("builtins", "eval"), ("builtins", "getattr"),
    ("subprocess", "Popen"),
    ("runpy", "_run_code"), ("torch.hub", "load"), ("__main__", "Net"), ("torch", "load"),
  ])
  func callsAreNeverMade(module: String, name: String) {
    let expected = NetworkFileProblem.unsupported("a call of \(module).\(name), which is never run here,")
    let argument = "X\u{8}\0\0\0touch hi\u{85}R."
    #expect(Self.problem(Self.pickle("\u{80}\u{2}c\(module)\n\(name)\n", argument)) == expected)
    // The same within a checkpoint, whose other values are read before.
    #expect(Self.problem(Self.pickle("\u{80}\u{2}}X\u{1}\0\0\0ac\(module)\n\(name)\n", argument)) == expected)
    // By protocol 4, and where the name comes from the memo.
    let counts = ("\(UnicodeScalar(UInt8(module.utf8.count)))", "\(UnicodeScalar(UInt8(name.utf8.count)))")
    #expect(
      Self.problem(
        Self.pickle(
          "\u{80}\u{4}\u{8C}\(counts.0)\(module)\u{94}\u{8C}\(counts.1)\(name)\u{94}\u{93}\u{94}0h\u{2}",
          argument))
        == expected)
  }

  /// The old opcodes for instances, and those for extensions and buffers from outside, are never needed.
  @Test(arguments: ["(iposix\nsystem\n.", "(cposix\nsystem\nX\u{1}\0\0\0ao.", "\u{82}\u{1}.", "\u{97}."])
  func otherOpcodesAreRefused(text: String) {
    guard case .unsupported(let what) = Self.problem(Self.pickle(text)) else {
      Issue.record("read")
      return
    }
    #expect(what.hasPrefix("the pickle opcode"))
  }

  @Test func namesAloneAreNothing() {
    #expect(Self.problem(Self.pickle("cposix\nsystem\n.")) == .noRecurrentLayer)
    // An instance of a class, with a state: never made.
    #expect(Self.problem(Self.pickle("cposix\nsystem\n)\u{81}}b.")) == .noRecurrentLayer)
  }

  /// Counts that a short file cannot hold cost nothing.
  @Test(arguments: [
    "X\u{FF}\u{FF}\u{FF}\u{FF}", "B\u{FF}\u{FF}\u{FF}\u{FF}", "\u{8B}\u{FF}\u{FF}\u{FF}\u{7F}",
    "\u{8D}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}",
    "\u{96}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{7F}",
  ])
  func hugeCounts(text: String) {
    guard case .truncated = Self.problem(Self.pickle(text)) else {
      Issue.record("read")
      return
    }
  }

  @Test func memosOfAnyNumber() {
    #expect(
      Self.problem(Self.pickle("Nr\u{FF}\u{FF}\u{FF}\u{FF}0j\u{FF}\u{FF}\u{FF}\u{FF}.")) == .noRecurrentLayer)
    #expect(Self.problem(Self.pickle("h\u{7}.")) == .malformed("pickle, before byte 2: a memo that is empty"))
    #expect(
      Self.problem(Self.pickle("Np-1\n.")) == .malformed("pickle, before byte 5: a memo without number"))
  }

  /// Each list holds the one before twice: two to the power of 10,000 ways through them.
  @Test func doublings() {
    var text = "]q\0"
    for _ in 0..<10_000 { text += "h\0h\0\u{86}q\0" }
    #expect(Self.problem(Self.pickle(text + ".")) == .noRecurrentLayer)
    var dictionaries = "}q\0"
    for _ in 0..<10_000 { dictionaries += "}(X\u{1}\0\0\0ah\0X\u{1}\0\0\0bh\0uq\0" }
    #expect(Self.problem(Self.pickle(dictionaries + ".")) == .noRecurrentLayer)
  }

  @Test func depthAndCycles() {
    let deep = String(repeating: "(", count: 100_000) + "N" + String(repeating: "t", count: 100_000) + "."
    #expect(Self.problem(Self.pickle(deep)) == .noRecurrentLayer)
    #expect(Self.problem(Self.pickle("]q\0h\0a.")) == .noRecurrentLayer)
    #expect(Self.problem(Self.pickle("}q\0X\u{1}\0\0\0ah\0s.")) == .noRecurrentLayer)
  }

  @Test(arguments: ["", ".", "a.", "t.", "0.", "R.", "}s.", "Nu.", "(.", "\u{81}.", "b.", "Q.", "2."])
  func brokenPrograms(text: String) {
    #expect(Self.problem(Self.pickle(text)) != nil)
  }

  /// A tensor of `count` floats in storage 0, of a shape and strides.
  private static func checkpoint(
    _ tensors: [(name: String, offset: Int, shape: [Int], strides: [Int])], storage: [UInt8]
  ) -> [UInt8] {
    func long(_ value: Int) -> String {
      "\u{8A}\u{8}"
        + String(
          String.UnicodeScalarView(
            (0..<8).map { UnicodeScalar(UInt8(truncatingIfNeeded: value >> (8 * $0))) }))
    }
    func text(_ text: String) -> String { "X\(UnicodeScalar(UInt8(text.utf8.count)))\0\0\0\(text)" }
    var pickle = "\u{80}\u{2}}("
    for tensor in tensors {
      pickle += text(tensor.name) + "ctorch._utils\n_rebuild_tensor_v2\n(("
      pickle += text("storage") + "ctorch\nFloatStorage\n" + text("0") + text("cpu") + long(.max) + "tQ"
      pickle += long(tensor.offset) + "(" + tensor.shape.map(long).joined() + "t("
      pickle += tensor.strides.map(long).joined() + "t\u{89}NtR"
    }
    return ZipFixture([
      .init("a/data.pkl", Self.pickle(pickle + "u.")), .init("a/data/0", storage),
    ]).bytes
  }

  private static func layer(
    _ shape: [Int] = [1, 1], strides: [Int] = [1, 1], offset: Int = 0, storage: Int = 8
  ) -> Result<NetworkFile, NetworkFileError> {
    let bytes = checkpoint(
      [("weight_ih_l0", 0, [1, 1], [1, 1]), ("weight_hh_l0", offset, shape, strides)],
      storage: [UInt8](repeating: 0, count: storage))
    return Result { () throws(NetworkFileError) in
      do { return try NetworkFile(bytes: bytes, path: "x") } catch {
        throw error as? NetworkFileError ?? NetworkFileError(path: "", .unknownFormat)
      }
    }
  }

  @Test func viewsStayWithinTheirStorage() throws {
    #expect(try Self.layer().get().layers.count == 1)
    #expect(try Self.layer(strides: [.max, .max]).get().layers.count == 1)
    for (shape, strides, offset) in [
      ([1, 1], [1, 1], 2), ([1, 1], [1, 1], 1 << 40), ([1, 1], [1, 1], Int.max), ([1, 1], [1, 1], -1),
      ([4, 1], [1, 1], 0), ([1 << 31, 1 << 31], [0, 0], 0), ([1 << 62, 4], [1 << 62, 1], 0),
      ([-1, 1], [1, 1], 0),
      ([3, 1], [1 << 61, 1], 0), ([1], [1, 1], 0),
    ] {
      let result = Self.layer(shape, strides: strides, offset: offset)
      #expect(throws: NetworkFileError.self, "\(shape) \(strides) \(offset)") { try result.get() }
    }
  }

  /// Any number of names can point at the same numbers; what they make together is bounded by the file's size.
  @Test func manyViewsOfTheSameNumbers() {
    var tensors: [(name: String, offset: Int, shape: [Int], strides: [Int])] = []
    for number in 0..<200 {
      for name in ["weight_ih", "weight_hh"] {
        tensors.append(("m\(number).\(name)", 0, [128, 128], [128, 1]))
      }
    }
    let bytes = Self.checkpoint(tensors, storage: [UInt8](repeating: 0, count: 128 * 128 * 4))
    let error = #expect(throws: NetworkFileError.self) { try NetworkFile(bytes: bytes, path: "x") }
    #expect(error?.problem == .malformed("tensors that make more numbers than the file has bytes for"))
  }

  @Test func storagesThatAreNotThere() {
    let bytes = Self.checkpoint(
      [("weight_ih_l0", 0, [1, 1], [1, 1]), ("weight_hh_l0", 0, [1, 1], [1, 1])], storage: [])
    #expect(!Self.read(bytes))
  }
}
