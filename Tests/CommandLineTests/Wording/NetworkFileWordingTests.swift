import ArgumentParser
import Experiments
import Files
import NetworkFiles
import Testing

@testable import memprobe

/// Every sentence about network files, with its exit code.
@Suite struct NetworkFileWordingTests {
  @Test(arguments: [
    (
      NetworkFileProblem.unknownFormat, nil,
      """
      f: is none of the network files that can be read: Keras (.keras, .weights.h5, .h5), PyTorch \
      (.safetensors) or ONNX.
      """
    ),
    (
      .pickle, nil,
      """
      f: is a PyTorch pickle, which can run code when it is opened, so it is never opened here. In Python, two \
      lines convert it: state = torch.load("f", weights_only=True), then \
      safetensors.torch.save_file(state, "f.safetensors").
      """
    ),
    (
      .shardIndex, nil,
      """
      f: lists the files over which weights are spread, which are not put together here. Save them in one: \
      model.save_weights("NAME.weights.h5") in Keras, safetensors.torch.save_file(state, "NAME.safetensors") in \
      PyTorch.
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
      .notOneStack(first: "a", last: "b"), 64,
      """
      the layers from 'a' to 'b' are not a stack in which each feeds the next; 'memprobe inspect' shows \
      which do.
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
  }

  @Test func inputErrors() {
    #expect(InputFileError.missing(path: "f").sentence == "f: there is no such file.")
    let denied = InputFileError.cannotOpen(path: "f", SystemError(code: 13))
    #expect(denied.sentence == "f: cannot read this file: Permission denied.")
    #expect(denied.exitCode == ExitCode(66))
  }

  @Test func optionErrors() {
    #expect(
      NetworkFileOptionsError.twoSelections.sentence
        == "--layer and --layers-from cannot be given together: one layer or a run of layers.")
    #expect(
      NetworkFileOptionsError.selectionWithoutFile.sentence
        == "--layer and --layers-from choose layers of a file; name it with --network.")
  }

  @Test func layerSpans() throws {
    #expect(try OptionValue.layerSpan("a..b") == LayerSpan(first: "a", last: "b"))
    for text in ["a", "a..", "..b", "", "a.b"] {
      #expect(throws: OptionValueError.notALayerSpan(text)) { try OptionValue.layerSpan(text) }
    }
  }
}
