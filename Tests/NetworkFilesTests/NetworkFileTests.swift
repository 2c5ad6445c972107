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
    #expect(NetworkFormats.readable.hasPrefix("Keras (.keras, .weights.h5, .h5), PyTorch (.safetensors"))
    #expect(NetworkFormats.readable.contains(" or "))
    for format in NetworkFormats.readers.flatMap({ $0.formats }) {
      #expect(NetworkFormats.readable.contains(format.library))
      #expect(NetworkFormats.readableLibraries.contains(format.library))
      let endsInItsName = format.ending == "." + format.library.lowercased()
      #expect(endsInItsName || NetworkFormats.readable.contains(format.ending))
    }
    for format in NetworkFormats.writers.map({ $0.format }) {
      #expect(NetworkFormats.writable().contains("\(format.ending) (\(format.library))"))
    }
    #expect(NetworkFormats.writable("and").contains(" and "))
  }

  /// What is written is read again, and every reader's formats are its own.
  @Test func writersWriteWhatIsRead() {
    let read = NetworkFormats.readers.flatMap { $0.formats }
    #expect(Set(read).count == read.count)
    for writer in NetworkFormats.writers { #expect(read.contains(writer.format)) }
  }
}
