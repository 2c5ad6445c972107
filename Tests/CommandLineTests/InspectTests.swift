import Foundation
import NetworkFiles
import RecurrentNetworks
import TestSupport
import Testing

/// What `memprobe inspect` prints, and how it ends.
@Suite struct InspectTests {
  /// An LSTM of two units on one input, and a GRU of one unit on that.
  private static func network() -> RecurrentNetwork<Float> {
    RecurrentNetwork(
      layers: [
        RecurrentLayer(
          cell: .lstm, inputSize: 1, hiddenSize: 2, inputKernel: Array(repeating: 0.5, count: 8),
          recurrentKernel: Array(repeating: 0.25, count: 16), bias: Array(repeating: 0, count: 8)),
        RecurrentLayer(
          cell: .gru, inputSize: 2, hiddenSize: 1, inputKernel: Array(repeating: 0.5, count: 6),
          recurrentKernel: Array(repeating: 0.25, count: 3), bias: Array(repeating: 0, count: 3)),
      ])
  }

  @Test func aTable() throws {
    let folder = try TemporaryFolder()
    try Self.network().write(to: folder.path("net.weights.h5"), overwrites: false)
    let outcome = try Tool.run(["inspect", "net.weights.h5"], in: folder)
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    #expect(
      outcome.output == """
        net.weights.h5: Keras weights

        layer │ 2 recurrent layers
              │ kind  cell  inputs  units  parameters  numbers  direction  runs here  conventions
        ──────┼──────────────────────────────────────────────────────────────────────────────────────────────────────
         lstm │ lstm  lstm       1      2          32  float32  forward    yes        gates i, f, c, o
          gru │ gru   gru        2      1          15  float32  forward    yes        gates z, r, h; reset_after=True

        Stacks (each layer is fed by the one before):
          lstm → gru

        Without --layer or --layers-from: all 2 layers, one on another.

        Notes:
          assumed: activation = tanh (the file does not say it; this is Keras's default)
          assumed: recurrent_activation = sigmoid (the file does not say it; this is Keras's default)
          assumed: what feeds what = each layer the next, where the sizes fit (the file holds no configuration, \
        only layers; their order is the one in which they were written)

        """)
  }

  /// Of a file that PyTorch wrote; -1/ln σ(b_ih + b_hh) of the forget gates, worked out from the file in NumPy.
  @Test func timeScales() throws {
    let file = Repository.path("Tests/NetworkFilesTests/Fixtures/pytorch/lstm-float64-layers-3.safetensors")
    let outcome = try Tool.run(
      ["inspect", file, "--timescales", "--longer-than", "1.2,10"], in: TemporaryFolder())
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let lines = outcome.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let rows = lines.filter { $0.count == 10 && $0[1] == "│" && $0[2] == "5" }.map { Array($0.dropFirst(2)) }
    #expect(
      rows == [
        ["5", "1.05", "1.29", "1.72", "1.86", "1.89", "0.8", "0.0"],
        ["5", "0.77", "0.981", "1.51", "2.29", "2.69", "0.8", "0.0"],
        ["5", "1.11", "1.19", "2.02", "3.17", "3.51", "0.8", "0.0"],
      ], "\(outcome.output)")
    let without = try Tool.run(["inspect", file], in: TemporaryFolder())
    #expect(without.status == 0 && !without.output.contains("Time scales"))
    let wrong = try Tool.run(
      ["inspect", file, "--timescales", "--longer-than", "1,x"], in: TemporaryFolder())
    #expect(wrong.status == 64, "\(wrong.errors)")
  }

  @Test func aMissingFile() throws {
    let outcome = try Tool.run(["inspect", "no.keras"], in: TemporaryFolder())
    #expect(outcome.status == 66)
    #expect(outcome.errors == "Error: no.keras: there is no such file.\n")
  }

  @Test func aDirectory() throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(["inspect", "."], in: folder)
    #expect(outcome.status == 65)
    #expect(outcome.errors.hasPrefix("Error: .: is a folder that holds none of model.safetensors, "))
  }

  @Test func aFileOfNoKnownFormat() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "empty")
    try folder.write("my diary", to: "diary")
    for name in ["empty", "diary"] {
      let outcome = try Tool.run(["inspect", name], in: folder)
      #expect(outcome.status == 65)
      #expect(outcome.output.isEmpty)
      #expect(
        outcome.errors == """
          Error: \(name): is none of the network files that can be read: \(NetworkFormats.readable).

          """)
    }
  }

  @Test func aPickle() throws {
    let folder = try TemporaryFolder()
    try Data([0x80, 0x02, 0x8A, 0x0A]).write(to: folder.file("net.pkl"))
    let outcome = try Tool.run(["inspect", "net.pkl"], in: folder)
    #expect(outcome.status == 65)
    #expect(outcome.errors.hasPrefix("Error: net.pkl: is a Python pickle that torch.save did not write."))
  }

  @Test func aFileCutShort() throws {
    let folder = try TemporaryFolder()
    try Self.network().write(to: folder.path("net.weights.h5"), overwrites: false)
    let whole = try Data(contentsOf: folder.file("net.weights.h5"))
    try whole.prefix(whole.count / 2).write(to: folder.file("cut.weights.h5"))
    let outcome = try Tool.run(["inspect", "cut.weights.h5"], in: folder)
    #expect(outcome.status == 65)
    #expect(outcome.errors.hasPrefix("Error: cut.weights.h5: ends too early: "), "\(outcome.errors)")
  }
}

/// What `memprobe inspect` prints of files for PyTorch, and of files that are damaged.
extension InspectTests {
  private static func layer(_ cell: CellType, _ inputSize: Int, _ hiddenSize: Int) -> RecurrentLayer<Double> {
    let columns = cell.gateCount * hiddenSize
    return RecurrentLayer(
      cell: cell, inputSize: inputSize, hiddenSize: hiddenSize,
      inputKernel: Array(repeating: 0.5, count: inputSize * columns),
      recurrentKernel: Array(repeating: 0.25, count: hiddenSize * columns),
      bias: Array(repeating: 0, count: columns))
  }

  @Test func aStateDict() throws {
    let folder = try TemporaryFolder()
    let network = RecurrentNetwork(layers: [Self.layer(.lstm, 1, 2), Self.layer(.rnn, 2, 3)])
    try network.write(to: folder.path("net.safetensors"), overwrites: false)
    let outcome = try Tool.run(["inspect", "net.safetensors"], in: folder)
    #expect(outcome.status == 0)
    #expect(
      outcome.output == """
        net.safetensors: safetensors

        layer │ 2 recurrent layers
              │ kind  cell  inputs  units  parameters  numbers  direction  runs here  conventions
        ──────┼─────────────────────────────────────────────────────────────────────────────────────────────────────────────
         0.l0 │ LSTM  lstm       1      2          40  float64  forward    yes        gates i, f, g, o; two biases, added up
         1.l0 │ RNN   rnn        2      3          21  float64  forward    yes        tanh; two biases, added up

        Stacks (each layer is fed by the one before):
          0.l0 → 1.l0

        Without --layer or --layers-from: all 2 layers, one on another.

        """)
  }

  @Test func aStateDictCutShort() throws {
    let folder = try TemporaryFolder()
    try folder.write(String(repeating: "\0", count: 8), to: "net.safetensors")
    let outcome = try Tool.run(["inspect", "net.safetensors"], in: folder)
    #expect(outcome.status == 65)
    #expect(
      outcome.errors
        == "Error: net.safetensors: is damaged, or not what it should be: the header does not begin with {.\n"
    )
  }

  @Test func anONNXModelCutShort() throws {
    let folder = try TemporaryFolder()
    // A model of format version 8 without producer, whose graph says that it has 100 bytes.
    try folder.write("\u{8}\u{8}\u{12}\u{0}\u{3A}d", to: "net.onnx")
    let outcome = try Tool.run(["inspect", "net.onnx"], in: folder)
    #expect(outcome.status == 65)
    #expect(outcome.errors == "Error: net.onnx: ends too early: 106 bytes are needed, 6 are there.\n")
  }

  /// Where no layer can be run, nobody is told to choose one.
  @Test func adviceWhereNoLayerRuns() throws {
    let path = Repository.path("Tests/NetworkFilesTests/Fixtures/keras-old/none-runs.h5")
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(["inspect", path], in: folder)
    #expect(outcome.status == 0)
    #expect(
      outcome.output.hasSuffix(
        "Without --layer or --layers-from: nothing, because none of the layers can be run here.\n"))
    try folder.write("0,0\n", to: "x.csv")
    let forward = try Tool.run(
      ["forward", "--network", path, "--inputs", "x.csv", "--output", "y.npy"], in: folder)
    #expect(forward.status == 65)
    #expect(
      forward.errors == """
        Error: \(path): none of its recurrent layers can be run here. Layer 'conv_lstm2d': not supported: the class \
        'ConvLSTM2D'.

        """)
  }

  @Test func whatCannotBeToldIsAsked() throws {
    let path = Repository.path("Tests/NetworkFilesTests/Fixtures/keras-old/lstm-weights-2.2.4-tf.h5")
    let folder = try TemporaryFolder()
    let asked = try Tool.run(["inspect", path], in: folder)
    #expect(asked.output.contains("say which with --gate-activation"))
    let answered = try Tool.run(["inspect", path, "--gate-activation", "sigmoid"], in: folder)
    #expect(answered.output.contains("Without --layer or --layers-from: the one layer."))
    #expect(
      answered.output.contains(
        "assumed: recurrent_activation = sigmoid (the file does not say it; this is what was asked for)"))
    let wrong = try Tool.run(["inspect", path, "--gate-activation", "relu"], in: folder)
    #expect(wrong.status == 64)
  }
}

/// What is assumed of a file reaches everybody who runs it.
@Suite struct NetworkNotesTests {
  @Test func runsSayWhatIsAssumed() throws {
    let path = Repository.path("Tests/NetworkFilesTests/Fixtures/keras-old/lstm-weights-2.3.1.h5")
    let note =
      "assumed: recurrent_activation = sigmoid (the file does not say it; this is the default of Keras 2.3.1, which wrote it)"
    let folder = try TemporaryFolder()
    try folder.write("0,0\n", to: "x.csv")
    let forward = try Tool.run(
      ["forward", "--network", path, "--inputs", "x.csv", "--output", "y.npy"], in: folder)
    #expect(forward.status == 0)
    #expect(forward.errors.contains("Note: \(path): \(note)\n"), "\(forward.errors)")
    let sweep = try Tool.run(
      [
        "divergence", "--network", path, "--pairs", "1", "--total-steps", "20", "--unique-steps", "5",
        "--output",
        "d.h5",
      ], in: folder)
    #expect(sweep.status == 0)
    #expect(sweep.errors.contains("Note: \(path): \(note)\n"), "\(sweep.errors)")
    #expect(try Tool.run(["report", "d.h5", "--output", "d.html"], in: folder).status == 0)
    let page = try String(contentsOf: folder.file("d.html"), encoding: .utf8)
    #expect(page.contains("Note on lstm-weights-2.3.1.h5") && page.contains(note))
  }

  @Test func answersAreInTheCommandThatMakesResultsAgain() throws {
    let path = Repository.path("Tests/NetworkFilesTests/Fixtures/keras-old/lstm-weights-2.2.4-tf.h5")
    let folder = try TemporaryFolder()
    let sweep = try Tool.run(
      [
        "divergence", "--network", path, "--gate-activation", "sigmoid", "--pairs", "1", "--total-steps",
        "20",
        "--unique-steps", "5", "--output", "d.h5",
      ], in: folder)
    #expect(sweep.status == 0, "\(sweep.errors)")
    #expect(try Tool.run(["report", "d.h5", "--output", "d.html"], in: folder).status == 0)
    let page = try String(contentsOf: folder.file("d.html"), encoding: .utf8)
    #expect(page.contains("--gate-activation sigmoid"))
  }
}
