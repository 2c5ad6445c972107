import Foundation

/// Another program, running.
struct Subprocess {
  private let process = Process()
  private let output: Pipe?
  private let command: String

  /// Starts the program that the first word names, found as a shell finds it. Its errors are not shown.
  ///
  /// - Parameter keepsOutput: whether `finish` returns what it prints. Such a program must be finished before
  ///   another one is waited for: it stands still while nobody reads what it prints.
  init(_ words: [String], keepsOutput: Bool = false) throws {
    command = words.joined(separator: " ")
    output = keepsOutput ? Pipe() : nil
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardOutput = output ?? FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  /// Waits for its end and returns what it printed, if that is kept.
  ///
  /// - Throws: `SubprocessError` if it ended with a failure.
  @discardableResult func finish() throws -> Data {
    let data = output?.fileHandleForReading.readDataToEndOfFile() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw SubprocessError(command: command, status: process.terminationStatus)
    }
    return data
  }
}
