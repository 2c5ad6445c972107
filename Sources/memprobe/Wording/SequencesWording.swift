import ArgumentParser
import HDF5
import SequenceFiles
import Text

extension SequenceFileError: WordedError {
  var exitCode: ExitCode { .badData }

  var sentence: String {
    if case .text(let line, let column, let problem) = problem {
      let place = column.map { ", column \($0)" } ?? ""
      return "\(path), line \(line)\(place): \(problem.wording)"
    }
    return "\(path): \(problem.wording)"
  }
}

extension SequenceFileProblem {
  fileprivate var wording: String {
    switch self {
    case .unknownFormat:
      "is none of the files that inputs are read from: .npy, HDF5, or text with columns (CSV)."
    case .otherFormat(.zip):
      "is a zip archive; of NumPy's files give one with a single array (numpy.save, not numpy.savez)."
    case .otherFormat(.parquet):
      """
      is a Parquet file, which is not read; write it as text: pandas.read_parquet(file).to_csv("inputs.csv", \
      index=False).
      """
    case .otherFormat(.gitLFSPointer):
      "is a Git LFS pointer, not the file itself; 'git lfs pull' fetches that."
    case .gzip:
      "is a gzip file that is damaged or not all there."
    case .empty(let rows, let columns):
      """
      holds \(NumberText.whole(rows)) steps of \(NumberText.whole(columns)) inputs; allowed are at least one \
      of each.
      """
    case .rank(let shape):
      "holds an array of the shape \(shape); allowed are steps alone, steps x inputs, or sequences x steps x inputs."
    case .notFinite(let row, let column):
      """
      holds NaN or an infinity at step \(NumberText.whole(row)), input \(NumberText.whole(column)) (both \
      counted from 0); allowed are finite numbers.
      """
    case .tooLarge(let bytes, let limit):
      "declares \(NumberText.large(bytes)) bytes; allowed are at most \(NumberText.whole(limit))."
    case .noSuchColumn(let column, let known):
      """
      holds no column '\(column)' (--columns); there are: \(known). Give names of a header, or numbers counted from 1.
      """
    case .pathInside(let dataset):
      "is not an HDF5 file, so there is no dataset \(dataset) in it; give the file's name alone."
    case .npyVersion(let major, let minor):
      "is an .npy file of version \(major).\(minor); allowed are 1.0, 2.0 and 3.0."
    case .npyHeader(let byte, let expected):
      "is not an intact .npy file: at byte \(byte) its header should have \(expected)."
    case .npyType(let found):
      """
      holds values of the type '\(found)'; allowed are floats (f2, f4, f8) and integers (i1 to i8, u1 to u8), \
      as numpy.save(file, array.astype('f4')) writes them.
      """
    case .truncated(let needed, let found):
      "is cut short: \(NumberText.whole(needed)) bytes should follow, there are \(NumberText.whole(found))."
    case .trailing(let bytes):
      "goes on for \(NumberText.count(bytes, "byte")) after its array; allowed is one array alone."
    case .text(_, _, let problem):
      problem.wording
    case .datasets(let found):
      found.isEmpty
        ? "holds no dataset that can be told; name one as FILE:/PATH."
        : "holds several datasets; name one as FILE:/PATH. There are: \(found.joined(separator: ", "))."
    case .noSuchDataset(let path):
      "holds no dataset \(path)."
    case .hdf5(let error):
      "\(error.object): \(error.problem.wording)."
    }
  }
}

extension CSVProblem {
  fileprivate var wording: String {
    switch self {
    case .notANumber(let text):
      """
      '\(text)' is not a number such as -0.5 or 2e-3, with a decimal point and no thousands separators. --columns \
      chooses the columns to read.
      """
    case .notUTF8:
      "is not UTF-8, perhaps Latin-1; 'iconv -f LATIN1 -t UTF-8' converts it."
    case .notFinite(let text): "'\(text)' is not a finite number."
    case .noValue: "there is nothing; every column of every line needs a number."
    case .noName:
      "the header has no name here. If this is an index, choose the other columns with --columns; else name it."
    case .wrongCount(let found, let expected):
      "has \(NumberText.count(found, "column")); the first line has \(NumberText.whole(expected))."
    case .blankLine: "is blank; allowed are blank lines at the end only."
    case .openQuote: "a quote opens here and is not closed on this line."
    case .afterQuote: "something stands between the closing quote and the next separator."
    case .severalSeparators:
      """
      holds more than one of comma, semicolon and tab; allowed is one of them, between columns, with decimal \
      points in numbers (names that contain one go in double quotes).
      """
    case .separatedBySpaces:
      "numbers stand here with spaces between them, in a line with other separators; allowed is one kind."
    }
  }
}

extension SequenceOutputError: WordedError {
  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    switch self {
    case .unknownEnding(let path):
      "\(path): the ending of --output says the format; allowed are .npy and .h5."
    }
  }
}
