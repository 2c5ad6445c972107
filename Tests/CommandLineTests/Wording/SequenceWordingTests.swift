import ArgumentParser
import Files
import HDF5
import MemoryMeasures
import SequenceFiles
import Testing

@testable import memprobe

/// What users are told about their input sequences.
@Suite struct SequenceWordingTests {
  private static func error(_ problem: HDF5ImageProblem) -> HDF5ImageError {
    HDF5ImageError(object: "/x", problem: problem)
  }

  @Test(arguments: [
    (
      SequenceFileProblem.unknownFormat,
      "in: is none of the files that inputs are read from: .npy, HDF5, or text with columns (CSV)."
    ),
    (
      .otherFormat(.zip),
      "in: is a zip archive; of NumPy's files give one with a single array (numpy.save, not numpy.savez)."
    ),
    (.empty(rows: 0, columns: 3), "in: holds 0 steps of 3 inputs; allowed are at least one of each."),
    (
      .rank(shape: [4, 3, 1]),
      "in: holds an array of the shape [4, 3, 1]; allowed are steps alone, steps x inputs, or sequences x steps x inputs."
    ),
    (
      .notFinite(row: 1_200, column: 0),
      """
      in: holds NaN or an infinity at step 1,200, input 0 (both counted from 0); allowed are finite numbers.
      """
    ),
    (
      .tooLarge(bytes: 0x1p45, limit: 1 << 30),
      "in: declares 35,184,372,088,832 bytes; allowed are at most 1,073,741,824."
    ),
    (
      .pathInside("/x"),
      "in: is not an HDF5 file, so there is no dataset /x in it; give the file's name alone."
    ),
    (
      .npyVersion(major: 4, minor: 0), "in: is an .npy file of version 4.0; allowed are 1.0, 2.0 and 3.0."
    ),
    (
      .npyHeader(byte: 12, expected: "'{'"),
      "in: is not an intact .npy file: at byte 12 its header should have '{'."
    ),
    (
      .npyType("|O"),
      """
      in: holds values of the type '|O'; allowed are floats (f2, f4, f8) and integers (i1 to i8, u1 to u8), as \
      numpy.save(file, array.astype('f4')) writes them.
      """
    ),
    (
      .truncated(needed: 4_800, found: 47),
      "in: is cut short: 4,800 bytes should follow, there are 47."
    ),
    (.trailing(bytes: 1), "in: goes on for 1 byte after its array; allowed is one array alone."),
    (.datasets(found: []), "in: holds no dataset that can be told; name one as FILE:/PATH."),
    (
      .datasets(found: ["/a", "/b"]), "in: holds several datasets; name one as FILE:/PATH. There are: /a, /b."
    ),
    (.noSuchDataset("/x"), "in: holds no dataset /x."),
    (.hdf5(error(.malformed("no tree"))), "in: /x: is damaged: no tree."),
    (
      .hdf5(error(.truncated(needed: 40, found: 9))),
      "in: /x: is cut short: it goes on to byte 40, there are 9."
    ),
    (
      .hdf5(error(.wrongType(found: "string"))),
      "in: /x: holds string values; allowed are floats and integers."
    ),
    (.hdf5(error(.unsupported("a soft link"))), "in: /x: a soft link, which is not read."),
    (
      .hdf5(error(.tooLarge(what: "the number of axes", found: 4, limit: 3))),
      "in: /x: the number of axes is 4; allowed are at most 3."
    ),
  ])
  func files(problem: SequenceFileProblem, sentence: String) {
    let error = SequenceFileError(path: "in", problem)
    #expect(error.sentence == sentence)
    #expect(error.exitCode == ExitCode(65))
  }

  @Test(
    arguments: [
      (
        CSVProblem.notANumber("1,5"), 2,
        """
        '1,5' is not a number such as -0.5 or 2e-3, with a decimal point and no thousands separators. --columns \
        chooses the columns to read.
        """
      ),
      (.notFinite("NaN"), 2, "'NaN' is not a finite number."),
      (.noValue, 2, "there is nothing; every column of every line needs a number."),
      (
        .noName, 2,
        """
        the header has no name here. If this is an index, choose the other columns with --columns; else name it.
        """
      ),
      (.wrongCount(found: 1, expected: 3), nil, "has 1 column; the first line has 3."),
      (.blankLine, nil, "is blank; allowed are blank lines at the end only."),
      (.openQuote, 1, "a quote opens here and is not closed on this line."),
      (.afterQuote, 1, "something stands between the closing quote and the next separator."),
      (
        .severalSeparators, nil,
        """
        holds more than one of comma, semicolon and tab; allowed is one of them, between columns, with decimal \
        points in numbers (names that contain one go in double quotes).
        """
      ),
      (
        .separatedBySpaces, 1,
        """
        numbers stand here with spaces between them, in a line with other separators; allowed is one kind.
        """
      ),
    ] as [(CSVProblem, Int?, String)])
  func text(problem: CSVProblem, column: Int?, sentence: String) {
    let error = SequenceFileError(path: "in.csv", .text(line: 17, column: column, problem))
    #expect(error.sentence == "in.csv, line 17\(column.map { ", column \($0)" } ?? ""): \(sentence)")
  }

  @Test(arguments: [
    (
      RecordedInputsError.tooFewRows(1),
      "--inputs holds 1 step; allowed are at least 2, so that two stretches of them can be compared."
    ),
    (
      .otherColumns(2, names: ["a", "b"], inputSize: 3),
      "--inputs holds 2 columns (1 'a', 2 'b'); the network reads 3. Choose as many with --columns."
    ),
    (
      .tooFewSteps(200, sequences: 1, needed: 1_000, of: ["total-steps"], mayRepeat: true),
      """
      --inputs holds 200 steps, of which a run would read 1,000; give at most --total-steps 200, or lay the data end to \
      end with --repeat-inputs.
      """
    ),
    (
      .tooFewSteps(
        200, sequences: 1, needed: 1_000, of: ["washout", "alignment", "steps"], mayRepeat: false),
      """
      --inputs holds 200 steps, of which a run would read 1,000; give less of --washout, --alignment and --steps.
      """
    ),
    (
      .tooFewSteps(200, sequences: 3, needed: 1_000, of: ["total-steps"], mayRepeat: true),
      """
      --inputs holds 3 sequences of 200 steps, of which a run would read 1,000; give at most --total-steps 200, take the \
      sequences for one with --continuous, or lay the data end to end with --repeat-inputs.
      """
    ),
    (
      .notFinite(1e300, row: 5, column: 1),
      """
      --inputs holds 1e300 at step 5, input 1 (both counted from 0); allowed are finite numbers of at most \
      3.4e38, the largest of float32.
      """
    ),
  ])
  func recordedInputs(error: RecordedInputsError, sentence: String) {
    #expect(error.sentence == sentence)
    #expect(error.exitCode == ExitCode(65))
  }

  @Test(arguments: [
    (
      ForwardError.inputSize(found: 1, columns: "1", file: "in.csv", expected: 3, network: "net.keras"), 65,
      "in.csv: holds 1 column (1); the network of net.keras reads 3. Choose as many with --columns."
    ),
    (
      .beyondPrecision(1e300, row: 5, column: 1, file: "in.csv"), 65,
      """
      in.csv: holds 1e300 at step 5, input 1 (both counted from 0), which is infinite in float32; take \
      --precision float64.
      """
    ),
    (
      .notEnoughMemory(needed: 1.5e12, available: 8.04e9), 64,
      """
      the outputs would take about 1.5 TB of memory, and 8.0 GB are available; give fewer steps, or leave out \
      --state.
      """
    ),
  ])
  func forwardPasses(error: ForwardError, code: Int32, sentence: String) {
    #expect(error.sentence == sentence)
    #expect(error.exitCode == ExitCode(code))
  }

  @Test func outputs() {
    let error = SequenceOutputError.unknownEnding(path: "out.csv")
    #expect(error.sentence == "out.csv: the ending of --output says the format; allowed are .npy and .h5.")
    #expect(error.exitCode == ExitCode(64))
  }
}
