import Files
import Foundation
import NetworkFiles
import RecurrentNetworks
import SequenceFiles
import TestSupport
import Testing

/// `forward`, from files to files.
@Suite struct ForwardTests {
  /// Wrong command lines, before any file is read.
  @Test(arguments: [
    (["-o", "out.csv"], 64, "out.csv: the ending of --output says the format; allowed are .npy and .h5."),
    (["-o", "out"], 64, "out: the ending of --output says the format; allowed are .npy and .h5."),
    (
      ["-o", "out.npy", "--network", "n", "--state"], 64,
      """
      out.npy: --state writes several arrays, which an .npy file cannot hold; choose an --output ending in \
      .h5.
      """
    ),
    (["-o", "out.npy"], 64, "--network is given not at all; give it once."),
    (["-o", "out.npy", "--network", "a", "--network", "b"], 64, "--network is given 2 times; give it once."),
    (
      ["-o", "in.npy", "--network", "n"], 73,
      "in.npy: exists already. Choose another --output, or overwrite it with --force."
    ),
    (
      ["-o", "in.npy", "--network", "n", "--force"], 73,
      "in.npy: is what this command reads; choose another --output."
    ),
  ])
  func wrongCommandLines(options: [String], status: Int32, sentence: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("1,2\n", to: "in.npy")
    let outcome = try Tool.run(["forward", "--inputs", "in.npy"] + options, in: folder)
    #expect(outcome.status == status)
    #expect(outcome.errors == "Error: \(sentence)\n")
    #expect(outcome.output.isEmpty && !folder.exists("out.npy"))
  }

  // MARK: Trained networks

  private static func trained(_ name: String) -> String {
    Repository.path("results/networks/\(name)")
  }

  private static let inputs = trained("adding-inputs.npy")

  private static let networks = [
    "adding-keras-lstm32.keras", "adding-keras-gru32.keras", "adding-pytorch-lstm32.safetensors",
    "adding-pytorch-gru32.safetensors",
  ]

  private static func row(_ table: SequenceTable, _ row: Int) -> [Double] {
    Array(table.values[row * table.columns..<(row + 1) * table.columns])
  }

  /// The largest absolute difference of two rows of the same width; infinite if they are not.
  private func distance(_ first: [Double], _ second: [Double]) -> Double {
    guard first.count == second.count else { return .infinity }
    return zip(first, second).map { abs($0 - $1) }.max() ?? .infinity
  }

  /// What the frameworks themselves put out for their networks (`Fixtures/make_forward.py`), at every 50th step.
  @Test(arguments: networks) func agreesWithTheFramework(name: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(
      ["forward", "--network", Self.trained(name), "--inputs", Self.inputs, "-o", "out.npy"], in: folder)
    #expect(outcome.errors.isEmpty && outcome.status == 0)
    #expect(outcome.output == "Outputs: out.npy (20,000 steps x 32 units, float32)\n")
    let found = try SequenceFile(path: folder.path("out.npy")).read()
    #expect(found.rows == 20_000 && found.columns == 32)
    let fixture = name.prefix { $0 != "." }
    let expected = try SequenceFile(
      path: Repository.path("Tests/CommandLineTests/Fixtures/forward/\(fixture).npy")
    ).read()
    for row in 0..<expected.rows {
      let step = 50 * row + 49
      #expect(distance(Self.row(found, step), Self.row(expected, row)) <= 1e-5, "step \(step)")
    }
  }

  /// In float64 the tool's outputs are the plain forward pass's, to 1e-13; in float32 those of float64, to 1e-5.
  @Test(arguments: networks) func agreesWithThePlainTwin(name: String) throws {
    let folder = try TemporaryFolder()
    let network = try LoadedNetwork(path: Self.trained(name)).network.rounded(to: Double.self)
    let inputs = try SequenceFile(path: Self.inputs).read()
    for (precision, tolerance) in [("float64", 1e-13), ("float32", 1e-5)] {
      let outcome = try Tool.run(
        [
          "forward", "--network", Self.trained(name), "--inputs", Self.inputs, "-o", "out.npy", "--force",
          "--precision", precision,
        ], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let found = try SequenceFile(path: folder.path("out.npy")).read()
      var plain = ReferenceForwardPass(network)
      for step in 0..<500 {
        let output = plain.step(Self.row(inputs, step))
        #expect(distance(Self.row(found, step), output) <= tolerance, "\(precision), step \(step)")
      }
    }
  }

  /// With --state the file also has h and c of every layer; its output is that of an .npy file.
  @Test func statesInHDF5() throws {
    let folder = try TemporaryFolder()
    let network = Self.trained("adding-keras-lstm32.keras")
    let options = ["forward", "--network", network, "--inputs", Self.inputs]
    #expect(try Tool.run(options + ["-o", "out.npy"], in: folder).status == 0)
    let outcome = try Tool.run(options + ["-o", "out.h5", "--state"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.output == "Outputs: out.h5 (20,000 steps x 32 units, float32, and the states of 1 layer)\n")
    func read(_ text: String) throws -> [Double] { try SequenceFile(folder.path(text)).read().values }
    let outputs = try read("out.npy")
    #expect(try read("out.h5:/output") == outputs)
    #expect(try read("out.h5:/layer0_h") == outputs)
    let cells = try read("out.h5:/layer0_c")
    // h = o tanh(c), and 0 < o < 1.
    #expect(zip(outputs, cells).allSatisfy { abs($0) <= abs(tanh($1)) * (1 + 1e-6) })
    #expect(cells != outputs)
  }

  @Test func inputsOfAnotherWidth() throws {
    let folder = try TemporaryFolder()
    try folder.write("1,2,3\n4,5,6\n", to: "in.csv")
    let network = Self.trained("adding-keras-gru32.keras")
    let outcome = try Tool.run(
      ["forward", "--network", network, "--inputs", "in.csv", "-o", "out.npy"], in: folder)
    #expect(outcome.status == 65)
    #expect(
      outcome.errors
        == "Error: in.csv: holds 3 columns (1 to 3); the network of \(network) reads 2. Choose as many with --columns.\n"
    )
    #expect(!folder.exists("out.npy"))
  }

  /// Several sequences are run each by itself, or as one; columns are fed in the order in which they are chosen.
  @Test func severalSequencesAndChosenColumns() throws {
    let folder = try TemporaryFolder()
    let values = (0..<24).map { Float($0 * 7 % 11) / 5 - 1 }
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4, 2), }"
    let prefix: [UInt8] =
      [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
    try folder.write(prefix + values.withUnsafeBytes { Array($0) }, to: "batch.npy")
    let options = ["--network", Self.trained("adding-keras-gru32.keras"), "--force"]
    func outputs(_ inputs: String, _ more: [String] = []) throws -> SequenceTable {
      let outcome = try Tool.run(
        ["forward", "--inputs", inputs, "-o", "out.npy"] + options + more, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try SequenceFile(path: folder.path("out.npy")).read()
    }
    let batch = try outputs("batch.npy")
    #expect(batch.sequences == 3 && batch.steps == 4 && batch.columns == 32)
    var all = ""
    for sequence in 0..<3 {
      let rows = (0..<4).map { step in
        let place = (sequence * 4 + step) * 2
        return "x,\(values[place + 1]),\(values[place])\n"
      }.joined()
      all += rows
      try folder.write(rows, to: "one.csv")
      let one = try outputs("one.csv", ["--columns", "3,2"])
      #expect(one.values == Array(batch.values[sequence * 128..<(sequence + 1) * 128]))
    }
    try folder.write(all, to: "all.csv")
    let continuous = try outputs("batch.npy", ["--continuous"])
    #expect(continuous.sequences == 3 && continuous.values != batch.values)
    #expect(try continuous.values == outputs("all.csv", ["--columns", "3,2"]).values)
  }

  @Test func filesThatAreNotThere() throws {
    let folder = try TemporaryFolder()
    let missing = try Tool.run(
      ["forward", "--network", "n.keras", "--inputs", Self.inputs, "-o", "out.npy"], in: folder)
    #expect(missing.status == 66)
    #expect(missing.errors == "Error: n.keras: there is no such file.\n")
    let network = Self.trained("adding-keras-gru32.keras")
    let outcome = try Tool.run(
      ["forward", "--network", network, "--inputs", "in.csv", "-o", "out.npy"], in: folder)
    #expect(outcome.status == 66)
    #expect(outcome.errors == "Error: in.csv: there is no such file.\n")
  }
}
