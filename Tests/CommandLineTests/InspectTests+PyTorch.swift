import NetworkFiles
import RecurrentNetworks
import TestSupport
import Testing

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
}
