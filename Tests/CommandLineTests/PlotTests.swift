import Foundation
import TestSupport
import Testing

/// The picture of a results file: where it goes, and what it never replaces.
@Suite struct PlotTests {
  private func folderWithResults() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try SmallSweep.results(of: SmallSweep.options, output: "out.h5", in: folder)
    return folder
  }

  private func expectRefused(
    _ arguments: [String], _ sentence: String, in folder: TemporaryFolder,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try Tool.run(["plot"] + arguments, in: folder)
    #expect(outcome.status == 73, sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    #expect(outcome.errors == "Error: \(sentence)\n", sourceLocation: sourceLocation)
  }

  @Test func thePictureIsNamedAfterTheResults() throws {
    let folder = try folderWithResults()
    let outcome = try Tool.run(["plot", "out.h5"], in: folder)
    #expect(outcome.status == 0)
    #expect(outcome.output == "Picture: out.svg\n")
    #expect(outcome.errors.isEmpty)
    let picture = try String(contentsOf: folder.file("out.svg"), encoding: .utf8)
    #expect(picture.hasPrefix(#"<?xml version="1.0" encoding="UTF-8"?>"# + "\n<svg "))
    #expect(picture.hasSuffix("</svg>\n"))
    #expect(picture.contains("<title>LSTM, hidden size ") && picture.contains("<title>GRU, hidden size "))
  }

  @Test func thePictureOfAJournal() throws {
    let folder = try TemporaryFolder()
    // In blocks of 512 bytes: too little for the results file, so that the journal stays.
    let words = SmallSweep.longOptions.joined(separator: " ")
    let stopped = try Tool.shell("ulimit -f 8; exec \"$tool\" \(words) -o out.h5 --quiet", in: folder)
    try #require(stopped.status == 73, "\(stopped.errors)")
    for file in ["out.h5", "out.h5.journal"] {
      let outcome = try Tool.run(["plot", file, "--force"], in: folder)
      #expect(outcome.status == 0)
      #expect(outcome.output == "Picture: out.svg\n")
    }
    let picture = try String(contentsOf: folder.file("out.svg"), encoding: .utf8)
    #expect(picture.contains("</svg>"))
  }

  @Test(
    arguments: [("png", [0x89, 0x50, 0x4e, 0x47]), ("PDF", [0x25, 0x50, 0x44, 0x46])] as [(String, [UInt8])])
  func theExtensionDecidesTheFormat(name: String, start: [UInt8]) throws {
    let folder = try folderWithResults()
    #expect(try Tool.run(["plot", "out.h5", "-o", "picture.\(name)"], in: folder).status == 0)
    #expect(try Array(Data(contentsOf: folder.file("picture.\(name)")).prefix(4)) == start)
  }

  @Test func anotherFigure() throws {
    let folder = try folderWithResults()
    let outcome = try Tool.run(["plot", "out.h5", "--figure", "settled-steps", "-o", "map.svg"], in: folder)
    #expect(outcome.status == 0)
    let picture = try String(contentsOf: folder.file("map.svg"), encoding: .utf8)
    #expect(picture.contains("<title>Steps until the outputs are bit-identical for good</title>"))
  }

  @Test func otherFormatsAndFiguresAreRefused() throws {
    let folder = try folderWithResults()
    for path in ["picture.gif", "picture", "svg"] {
      let outcome = try Tool.run(["plot", "out.h5", "-o", path], in: folder)
      #expect(outcome.status == 64)
      #expect(
        outcome.errors == """
          Error: \(path): the extension decides the format of a picture, and must be one of .svg, .png, .pdf.

          """)
    }
    let outcome = try Tool.run(["plot", "out.h5", "--figure", "cat"], in: folder)
    #expect(outcome.status == 64)
    #expect(
      outcome.errors
        == "Error: --figure 'cat': out.h5 has the figures memory, settled-steps, threshold-steps.\n")
    #expect(!folder.exists("out.svg"))
  }

  @Test func directoriesAreMade() throws {
    let folder = try folderWithResults()
    #expect(try Tool.run(["plot", "out.h5", "--output", "a/b/c.svg"], in: folder).status == 0)
    #expect(folder.exists("a/b/c.svg"))
  }

  @Test func nothingIsOverwrittenUnlessAskedFor() throws {
    let folder = try folderWithResults()
    try folder.write("my drawing", to: "out.svg")
    try expectRefused(
      ["out.h5"], "out.svg: exists already. Choose another --output, or overwrite it with --force.",
      in: folder)
    #expect(try String(contentsOf: folder.file("out.svg"), encoding: .utf8) == "my drawing")
    #expect(try Tool.run(["plot", "out.h5", "--force"], in: folder).status == 0)
    #expect(try String(contentsOf: folder.file("out.svg"), encoding: .utf8) != "my drawing")
  }

  @Test func theResultsAreNeverOverwritten() throws {
    let folder = try folderWithResults()
    let before = try Data(contentsOf: folder.file("out.h5"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link.svg"), withDestinationPath: "out.h5")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("results.svg"), withDestinationPath: "out.h5")
    for (results, path) in [("out.h5", "link.svg"), ("results.svg", "./results.svg")] {
      try expectRefused(
        [results, "--output", path, "--force"],
        "\(path): is what this command reads; choose another --output.", in: folder)
    }
    #expect(try Data(contentsOf: folder.file("out.h5")) == before)
  }

  @Test func placesThatTakeNoPicture() throws {
    let folder = try folderWithResults()
    _ = try Tool.shell("mkdir directory.svg; ln -s /dev/null device.svg", in: folder)
    for path in ["directory.svg", "new.svg/", "device.svg"] {
      try expectRefused(
        ["out.h5", "--output", path, "--force"],
        "\(path): is a directory or a device; --output takes the path of a file.", in: folder)
    }
    try folder.write("text", to: "file")
    try expectRefused(
      ["out.h5", "--output", "file/out.svg"],
      "file: cannot make this directory for the output: Not a directory. Choose another --output.",
      in: folder)
    try expectRefused(
      ["out.h5", "--output", "/proc/out.svg"],
      """
      /proc/out.svg: cannot open this file for writing: No such file or directory. Choose another --output.
      """, in: folder)
  }

  /// A file-size limit stops writes as a full disk does: the old picture stays, and nothing else is left.
  @Test func aFullDisk() throws {
    let folder = try folderWithResults()
    try folder.write("my drawing", to: "out.svg")
    let outcome = try Tool.shell("ulimit -f 1; exec \"$tool\" plot out.h5 --force", in: folder)
    #expect(outcome.status == 73)
    #expect(outcome.errors.hasPrefix("Error: out.svg: cannot write: File too large."))
    #expect(try String(contentsOf: folder.file("out.svg"), encoding: .utf8) == "my drawing")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(names.filter { !$0.hasPrefix("stream-") }.sorted() == ["out.h5", "out.svg"])
  }
}
