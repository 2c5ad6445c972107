import Testing

@testable import NetworkFiles

@Suite struct StoredNumberTests {
  @Test func sizesAreThoseOfTheNumberTypes() {
    #expect(StoredNumber.float16.size == MemoryLayout<UInt16>.size)
    #expect(StoredNumber.bfloat16.size == MemoryLayout<UInt16>.size)
    #expect(StoredNumber.float32.size == MemoryLayout<Float>.size)
    #expect(StoredNumber.float64.size == MemoryLayout<Double>.size)
  }
}

/// What networks are called that are loaded together.
@Suite struct LoadedNetworkNameTests {
  @Test(arguments: [
    (["a.keras"], ["a.keras"]),
    (["runs/a.keras", "runs/b.keras"], ["a.keras", "b.keras"]),
    (["one/a.keras", "two/a.keras"], ["one/a.keras", "two/a.keras"]),
    (["x/one/a.keras", "y/one/a.keras", "b.keras"], ["x/one/a.keras", "y/one/a.keras", "b.keras"]),
    (["a.keras", "one/a.keras"], ["a.keras", "one/a.keras"]),
    (["a.keras", "./a.keras"], ["a.keras", "./a.keras"]),
    (["one/a.keras", "one/a.keras"], ["a.keras", "a.keras (2)"]),
    (["/"], [""]),
    ([], []),
  ])
  func names(paths: [String], expected: [String]) {
    #expect(LoadedNetwork.names(of: paths) == expected)
  }
}

/// The lists of formats, and the words made of them.
@Suite struct NetworkFormatsTests {
  @Test func everyFormatIsNamedToPeople() {
    #expect(
      NetworkFormats.readable == "Keras (.keras, .weights.h5, .h5), PyTorch (.safetensors) or ONNX")
    #expect(NetworkFormats.readableLibraries == "Keras, PyTorch or ONNX")
    #expect(NetworkFormats.writable() == ".safetensors (PyTorch) or .weights.h5 (Keras)")
    #expect(NetworkFormats.writable("and") == ".safetensors (PyTorch) and .weights.h5 (Keras)")
  }

  /// What is written is read again, and every reader's formats are its own.
  @Test func writersWriteWhatIsRead() {
    let read = NetworkFormats.readers.flatMap { $0.formats }
    #expect(Set(read).count == read.count)
    for writer in NetworkFormats.writers { #expect(read.contains(writer.format)) }
  }
}
