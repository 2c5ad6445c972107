import Foundation

/// Where results come from, for the attributes of a results file.
public struct Provenance: Sendable {
  /// The command as typed.
  public var commandLine: String
  public var date: Date
  /// Name and version of the program.
  public var program: String

  public init(commandLine: String, date: Date, program: String) {
    self.commandLine = commandLine
    self.date = date
    self.program = program
  }
}
