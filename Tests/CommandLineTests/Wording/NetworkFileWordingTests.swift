import ArgumentParser
import Files
import MemoryMeasures
import NetworkFiles
import Testing

@testable import Experiments
@testable import memprobe

/// Every sentence about network files, with its exit code.
@Suite struct NetworkFileWordingTests {
  @Test(arguments: [
    (
      NetworkFileProblem.unknownFormat, nil,
      "f: is none of the network files that can be read: \(NetworkFormats.readable)."
    ),
    (
      .otherFile(.pickle), nil,
      """
      f: is a Python pickle that torch.save did not write. In Python, if the pickle is from whom you trust: \
      torch.save(pickle.load(open("FILE", "rb")), "NAME.pt").
      """
    ),
    (
      .otherFile(.lfsPointer), nil,
      """
      f: is a Git LFS pointer, which stands in the place of the file; 'git lfs pull' in its repository fetches the \
      file.
      """
    ),
    (
      .otherFile(.savedModel), nil,
      """
      f: is a SavedModel of TensorFlow, which is not read. In Python, two lines convert it: model = \
      tf.keras.models.load_model("FOLDER"), then model.save("NAME.h5").
      """
    ),
    (
      .otherFile(.kerasConfiguration), nil,
      """
      f: is a Keras model's configuration without its weights; name the file that holds them (.weights.h5, .h5), or \
      save both with model.save("NAME.keras").
      """
    ),
    (.otherFile(.hdf5), nil, "f: is an HDF5 file of other data: Keras's layers are not in it."),
    (
      .folder(lacking: ["a", "b"]), nil,
      "f: is a folder that holds none of a, b; name the network file itself."
    ),
    (
      .torchScript, nil,
      """
      f: is a TorchScript program whose recurrent weights have no names. In Python, the model that it was made of \
      converts: torch.save(model.state_dict(), "NAME.pt").
      """
    ),
    (
      .recurrence(.loop("Loop")), "node 0 (Loop)",
      """
      f: node 0 (Loop): is a recurrence written step by step as a Loop, as tf2onnx does; what is read are RNN, LSTM \
      and GRU nodes. Give the Keras file itself (.keras, .h5), or export from PyTorch with torch.onnx.export(..., \
      dynamo=False).
      """
    ),
    (
      .recurrence(.within("LSTM", of: "If")), "node 3 (If)",
      """
      f: node 3 (If): has LSTM within If, where it is not read. Export the model without it (of an If, the branch that \
      is meant), or give the PyTorch or Keras file itself.
      """
    ),
    (
      .recurrence(.unrolled), nil,
      """
      f: has a recurrence that is unrolled, step after step; what is read are RNN, LSTM and GRU nodes. Export from \
      PyTorch with torch.onnx.export(..., dynamo=False), or give the PyTorch or Keras file itself.
      """
    ),
    (.noRecurrentLayer, nil, "f: holds no recurrent layer."),
    (
      .truncated(needed: 1_000, found: 10), nil,
      "f: ends too early: 1,000 bytes are needed, 10 are there."
    ),
    (
      .malformed("no signature"), "x",
      "f: x: is damaged, or not what it should be: no signature."
    ),
    (.missing("the bias"), "x", "f: x: the bias is missing."),
    (.duplicate("'a'"), "x", "f: x: 'a' is there twice."),
    (
      .shape(found: [1, 2], expected: [2, 1]), "x", "f: x: has the shape [1, 2]; the others ask for [2, 1]."
    ),
    (
      .numberType(found: "int8"), "x",
      "f: x: holds numbers of type int8; allowed are float16, bfloat16, float32 and float64."
    ),
    (
      .tooLarge(what: "the number of bytes", found: .max, limit: 4_096), nil,
      "f: the number of bytes is 1.8446744073709552e+19; at most 4,096 is read."
    ),
    (.unsupported("an external link"), "x", "f: x: has an external link, which is not supported."),
    (
      .notFinite(index: 7), "x",
      "f: x: weight 7 (counted from 0) is not a finite number; no network can run on it."
    ),
  ])
  func fileErrors(problem: NetworkFileProblem, place: String?, sentence: String) {
    let error = NetworkFileError(path: "f", place: place, problem)
    #expect(error.sentence == sentence)
    #expect(error.exitCode == ExitCode(65))
  }

  @Test(arguments: [
    (
      NetworkSelectionError.noSuchLayer("c", found: ["a", "b"]), 64,
      "holds no recurrent layer 'c'. It holds: 'a', 'b'."
    ),
    (
      .ambiguous(found: (0..<22).map { "l\($0)" }), 64,
      """
      its recurrent layers are not one stack of forward layers, so choose with --layer NAME or \
      --layers-from FIRST..LAST ('memprobe inspect' shows what feeds what). It holds: \
      \((0..<20).map { "'l\($0)'" }.joined(separator: ", ")), and 2 more.
      """
    ),
    (
      .noneRuns(layer: "a", .setting(name: "activation", value: "relu")), 65,
      "none of its recurrent layers can be run here. Layer 'a': its activation is 'relu', which is not supported."
    ),
    (
      .refused(layer: "a", .unsaid(setting: "recurrent_activation", choices: ["sigmoid", "hard_sigmoid"])),
      65,
      """
      layer 'a' cannot be run here: the file does not say its recurrent_activation, and the version of Keras that \
      wrote it may have meant sigmoid or hard_sigmoid; say which with --gate-activation.
      """
    ),
    (
      .refused(layer: "a", .problem(.missing("input W"))), 65,
      "layer 'a' cannot be run here: input W is missing."
    ),
    (
      .notOneStack(first: "a", last: "b"), 64,
      """
      no layers lead from 'a' to 'b', each with as many units as the next one has inputs; 'memprobe inspect' shows \
      their sizes, and which feed which.
      """
    ),
    (
      .refused(layer: "a", .setting(name: "activation", value: "relu")), 65,
      "layer 'a' cannot be run here: its activation is 'relu', which is not supported."
    ),
    (
      .refused(layer: "a", .feature("layer normalisation")), 65,
      "layer 'a' cannot be run here: not supported: layer normalisation."
    ),
  ])
  func selectionErrors(problem: NetworkSelectionError, code: Int32, words: String) {
    let error = LoadedNetworkError(path: "f", problem)
    #expect(error.sentence == "f: " + words)
    #expect(error.exitCode == ExitCode(code))
  }

  @Test func writingErrors() {
    let ending = NetworkWritingError.unknownEnding(path: "f.pt")
    #expect(
      ending.sentence == """
        f.pt: the ending names the format to write; allowed are .safetensors (PyTorch) and .weights.h5 (Keras).
        """)
    #expect(ending.exitCode == ExitCode(64))
    let cell = NetworkWritingError.noSuchCell(.gruResetBefore, path: "f.safetensors")
    #expect(
      cell.sentence == """
        f.safetensors: this format has no GRU (reset before) cell; .weights.h5 (Keras) has every cell there is.
        """)
    #expect(
      NetworkWritingError.variation(layer: 1, path: "f.weights.h5").sentence == """
        f.weights.h5: layer 1 has peepholes, a clip or coupled gates, which no layer of these formats has.
        """)
  }

  @Test func inputErrors() {
    #expect(InputFileError.missing(path: "f").sentence == "f: there is no such file.")
    let denied = InputFileError.cannotOpen(path: "f", SystemError(code: 13))
    #expect(denied.sentence == "f: cannot read this file: Permission denied.")
    #expect(denied.exitCode == ExitCode(66))
  }

  @Test func optionErrors() {
    #expect(
      LayerChoiceError().sentence
        == "--layer and --layers-from cannot be given together: one layer or a run of layers.")
    #expect(
      SettingConflict(key: "layer", purpose: "networks from files (--network)").sentence
        == "--layer is only for networks from files (--network); leave it out here.")
  }

  @Test func layerSpans() throws {
    #expect(try #require(LayerSpan("a..b")).names == ["a", "b"])
    #expect(try #require(LayerSpan("a.l0..b.l0..c")).names == ["a.l0", "b.l0", "c"])
    for text in ["a", "a..", "..b", "", "a.b", "a....b"] {
      #expect(throws: SettingTextError.notALayerSpan(text)) { try SettingForm.layerSpan.value(of: text) }
    }
  }
}
