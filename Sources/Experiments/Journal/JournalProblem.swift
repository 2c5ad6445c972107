/// What can be wrong with a line of a journal.
public enum JournalProblem: Error, Equatable, Sendable {
  /// Not a checksum of eight hexadecimal digits, a space and a text.
  case notAJournalLine
  /// The text is not the one that the checksum was made of.
  case wrongChecksum
  /// The checksum is right, but the text does not describe a journal or a run; the decoder's words.
  case unreadable(String)
  /// Written by a later version of the program.
  case unsupportedVersion(Int)
  /// The runs of another kind of plan; what the header names it.
  case otherFormat(String)
  /// The plan's fingerprint is not the one of the header.
  case wrongFingerprint(String)
  /// A run that is not of the journal's plan or part, or whose record does not fit its settings.
  case outsidePlan(AnyRun)
  /// A run that an earlier line records differently.
  case contradictsEarlierLine(AnyRun)
}
