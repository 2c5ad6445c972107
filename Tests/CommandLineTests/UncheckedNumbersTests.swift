import Foundation
import TestSupport
import Testing

/// Numbers from outside end the program where they are narrowed, or sizes multiplied, beyond what their type holds. In
/// the targets that such numbers reach, every conversion says what becomes of one that does not fit (`exactly:`,
/// `clamping:`, `saturating:`, ...), and sizes are multiplied reporting overflow; but for places that are named here.
@Suite struct UncheckedNumbersTests {
  /// How many there are in a file, and why they cannot fail.
  private static let allowed: [String: (count: Int, reason: String)] = [
    // Text is parsed, not narrowed: what is too large is nil.
    "NetworkFiles/Containers/StrictJSON.swift": (2, "parsed text; a digit of four bits"),
    "NetworkFiles/Containers/Pickle.swift": (
      11, "parsed text; one, two or four bytes; bits of at most eight bytes"
    ),
    "NetworkFiles/Containers/PickleMachine.swift": (3, "one byte; a length within the file"),
    "NetworkFiles/Keras/KerasVersion.swift": (1, "parsed text"),
    "NetworkFiles/CheckpointFile.swift": (2, "parsed text"),
    "NetworkFiles/Keras/KerasWeights.swift": (1, "parsed text"),
    "NetworkFiles/PyTorch/TorchParameterName.swift": (3, "parsed text"),
    "SequenceFiles/NPYHeader.swift": (2, "two or four bytes; parsed text"),
    "Experiments/Plan/Plan+Dealing.swift": (1, "runs in memory"),
    "Experiments/Plan/Shard.swift": (4, "parsed text; parts are at most 10^9"),
    "Experiments/Settings/SettingText.swift": (3, "parsed text"),
    "memprobe/Options/OptionText.swift": (1, "parsed text"),
    "Figures/Presentation/RunWords.swift": (1, "parsed text"),
    "Drawing/Color.swift": (3, "a byte each"),
    "Text/NumberText.swift": (2, "parsed text"),

    // Lengths of what is in memory, or stood before a check that it is.
    "NetworkFiles/Containers/ZipArchive.swift": (3, "an entry's size, limited before"),
    "NetworkFiles/PyTorch/TorchCheckpointReader.swift": (2, "a length within the file"),
    "NetworkFiles/PyTorch/TorchParameters.swift": (2, "products of weights"),
    "NetworkFiles/PyTorch/TorchStorage.swift": (10, "a view within the bytes that there are"),
    "NetworkFiles/StoredLayer.swift": (11, "sizes of arrays that are there; within the bytes that there are"),
    "Experiments/Merge/Merge.swift": (2, "a place in an array in memory; parsed text"),
    "Files/PathList.swift": (1, "a system's number of files"),
    "Files/InputFile.swift": (2, "a system's size of a file"),
    "NetworkFiles/NetworkFile.swift": (1, "less than the bytes that there are"),
    "NetworkFiles/ONNX/ProtobufReader.swift": (4, "four bytes; a length within the file"),
    "NetworkFiles/Safetensors/SafetensorsContainer.swift": (1, "a length within the file"),
    "SequenceFiles/NPYFile.swift": (5, "of shapes whose numbers are limited before; two bytes of a length"),
    "SequenceFiles/Gzip.swift": (2, "a constant; what is left of a megabyte"),
    "SequenceFiles/SequenceTable.swift": (5, "of shapes whose product is limited before"),
    "SequenceFiles/SequenceOutput.swift": (1, "a precondition of our own arrays"),
    "HDF5/Image/ChunkIndex.swift": (11, "within arrays whose size was multiplied reporting overflow"),
    "HDF5/Image/DenseIndex.swift": (2, "an address at which something was read"),
    "HDF5/Image/FilterPipeline.swift": (
      11, "four times two bytes, and eight; within the bytes that there are"
    ),
    "HDF5/Image/FractalHeap.swift": (7, "powers of two up to 2^32 by 2^15; within an offset"),
    "HDF5/Image/HDF5Image+Headers.swift": (2, "an address at which something was read"),
    "HDF5/Image/HDF5Image.swift": (1, "twice the bytes that there are"),
    "HDF5/Image/HDF5ImageNumber.swift": (2, "two bytes; within the bytes that there are"),
    "HDF5/Image/HDF5ImageObject+Attributes.swift": (2, "a length within the file"),
    "HDF5/Image/HDF5ImageObject+Values.swift": (4, "four bytes; of values that are there"),
    "HDF5/Image/ImageCursor.swift": (5, "within the file; one or two bytes"),
    "HDF5/Image/ImageType.swift": (6, "four bytes, and eight times those"),
    "HDF5/Image/StoredArray.swift": (5, "limited before to a thousand times the file's size; four bytes"),
    "Exports/MATLABWriter.swift": (3, "four bytes; axes, of at most 32"),
    "Exports/ZipWriter.swift": (3, "constants; an archive in memory"),
    "Drawing/CairoContext.swift": (1, "dashes of our own"),
    "Drawing/CairoSurface.swift": (1, "bytes in memory"),

    // Sizes that their settings or formats limit.
    "NetworkFiles/Keras/KerasArray.swift": (7, "places within arrays that are there"),
    "NetworkFiles/Keras/KerasCatalog+Cells.swift": (1, "a number of gates"),
    "NetworkFiles/Keras/KerasCatalog+Heads.swift": (1, "places within an array that is there"),
    "NetworkFiles/ONNX/ONNXHeads.swift": (1, "places within an array that is there"),
    "NetworkFiles/Keras/KerasCell.swift": (1, "a size of a stored array by a number of gates"),
    "NetworkFiles/Keras/KerasWeightsWriter.swift": (1, "sizes of a network in memory"),
    "NetworkFiles/ONNX/ONNXActivations.swift": (3, "at most two directions of three activations each"),
    "NetworkFiles/ONNX/ONNXConstants.swift": (2, "sizes of files, limited before"),
    "NetworkFiles/ONNX/ONNXExternalData.swift": (1, "a system's size of a file"),
    "NetworkFiles/ONNX/ONNXRecurrentNode.swift": (10, "sizes limited before"),
    "NetworkFiles/ONNX/ONNXValue.swift": (10, "counts limited before; clamped; masked"),
    "NetworkFiles/ONNX/ONNXStacks.swift": (1, "a constant"),
    "NetworkFiles/PyTorch/TorchStateDict.swift": (2, "sizes of arrays that are there; parsed text"),
    "NetworkFiles/Safetensors/SafetensorsWriter.swift": (2, "sizes of a network in memory"),
    "Experiments/Plan/Loads.swift": (2, "places in a heap in memory"),
    "Experiments/Plan/RunLayout.swift": (16, "factors of a product that is limited before"),
    "Experiments/Subjects/Subjects.swift": (1, "comparisons, of at most 10^7 runs"),
    "Experiments/Journal/JournalEntry.swift": (1, "four bytes"),
    "Experiments/Journal/JournalProcesses.swift": (1, "at most eight bytes"),
    "Experiments/Journal/JournalLine.swift": (6, "four bits; six bits; bytes in memory"),
    "Experiments/Journal/Version2Entry.swift": (1, "numbers in memory"),
    "Experiments/Results/RecordFormat.swift": (10, "values in memory"),
    "Experiments/Results/Records.swift": (10, "rows in memory, of runs that are limited before"),
    "Files/FileClaim.swift": (1, "parsed text"),
    "Experiments/Results/LabelledReader.swift": (1, "32 bits"),
    "Experiments/Results/LabelledVariable.swift": (1, "within the bytes that there are"),
    "Experiments/Results/ResultsReader.swift": (3, "a constant; within an array that is there"),
    "Experiments/Results/ResultsWriter.swift": (3, "constants; comparisons; threads, of at most 1,024"),
    "Experiments/Results/ResultsWriter+Comparisons.swift": (1, "a constant"),
    "LabelledFiles/VariableWriter.swift": (4, "constants; masked"),
    "Experiments/Runner/Allocation.swift": (2, "a constant of the system; parsed text"),
    "Experiments/Runner/SystemMemory.swift": (2, "constants of the system"),
    "Figures/Tables/Terminal.swift": (2, "eight bits"),
    "memprobe/Console/Console.swift": (1, "a system's number of columns"),
    "memprobe/Memprobe.swift": (1, "a system's number of arguments"),
  ]

  /// Where numbers from outside go.
  private static let reached = [
    "NetworkFiles", "SequenceFiles", "HDF5/Image", "Experiments", "LabelledFiles", "Files", "Exports",
    "Figures", "Drawing",
    "Text",
    "memprobe",
  ]
  /// Where sizes are multiplied.
  private static let multiplying =
    ["NetworkFiles", "SequenceFiles", "HDF5/Image"]
    + ["Plan", "Results", "Journal", "Settings", "Subjects"].map { "Experiments/\($0)" }

  @Test func everyPlaceIsNamed() throws {
    var found: [String: [String]] = [:]
    for folder in Self.reached {
      for file in try Self.files(in: folder) {
        let lines = Self.places(
          in: try Repository.text(of: "Sources/\(file)"),
          products: Self.multiplying.contains { file.hasPrefix($0 + "/") })
        if !lines.isEmpty { found[file] = lines }
      }
    }
    for (file, lines) in found.sorted(by: { $0.key < $1.key }) {
      let (count, _) = Self.allowed[file] ?? (0, "")
      #expect(
        lines.count <= count,
        "\(file): say what becomes of a number that does not fit, or why there is none:\n\(lines.joined(separator: "\n"))"
      )
    }
    #expect(Set(Self.allowed.keys).subtracting(found.keys).sorted() == [], "no such places any more")
  }

  @Test func placesAreFound() {
    let text = """
      let a = Int32(count)
      let b = Int(exactly: x) ?? Int(clamping: y), c = UInt8(ascii: "a") // Int(x)
      let d = rows * columns + Int(z)
      let e = Double(rows) * 2, f = "Int(x) a * b", g = [Int](repeating: 0, count: 4), h = UInt64(x)
      """
    #expect(Self.places(in: text, products: true).count == 3)
    #expect(Self.places(in: text, products: false).count == 2)
  }

  private static func files(in folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: Repository.path("Sources/\(folder)"))
      .filter { $0.hasSuffix(".swift") }.map { "\(folder)/\($0)" }
  }

  /// The lines of a source text, once for every such place.
  private static func places(in text: String, products: Bool) -> [String] {
    let conversion =
      /(?:^|[^\w.])(?:Int|U?Int(?:8|16|32))\((?!exactly:|clamping:|truncatingIfNeeded:|bitPattern:|saturating:|ascii:|plain:)[^)]/
    let product = /[\w)\]] \* [\w(]/
    return text.split(separator: "\n").flatMap { line -> [String] in
      let code = String(line.replacing(/\/\/.*/, with: "").replacing(/"(?:\\.|[^"\\])*"/, with: "\"\""))
      var count = code.matches(of: conversion).count
      if products, !code.contains(/Double\(|\d\.\d/) { count += code.matches(of: product).count }
      return Array(repeating: line.trimmingCharacters(in: .whitespaces), count: count)
    }
  }
}
