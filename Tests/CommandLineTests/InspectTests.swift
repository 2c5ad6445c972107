import Foundation
import NetworkFiles
import RecurrentNetworks
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

  @Test func aMissingFile() throws {
    let outcome = try Tool.run(["inspect", "no.keras"], in: TemporaryFolder())
    #expect(outcome.status == 66)
    #expect(outcome.errors == "Error: no.keras: there is no such file.\n")
  }

  @Test func aDirectory() throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(["inspect", "."], in: folder)
    #expect(outcome.status == 66)
    #expect(outcome.errors == "Error: .: cannot read this file: Is a directory.\n")
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
          Error: \(name): is none of the network files that can be read: Keras (.keras, .weights.h5, .h5), \
          PyTorch (.safetensors) or ONNX.

          """)
    }
  }

  @Test func aPickle() throws {
    let folder = try TemporaryFolder()
    try Data([0x80, 0x02, 0x8A, 0x0A]).write(to: folder.file("net.pt"))
    let outcome = try Tool.run(["inspect", "net.pt"], in: folder)
    #expect(outcome.status == 65)
    #expect(outcome.errors.hasPrefix("Error: net.pt: is a PyTorch pickle, which can run code"))
    #expect(outcome.errors.contains(#"state = torch.load("net.pt", weights_only=True)"#))
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
