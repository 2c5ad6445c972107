import Foundation
import TestSupport

/// A started process whose two streams go to files, so that nothing it says can block it.
final class RunningTool {
  private let process = Process()
  private let output: URL
  private let errors: URL

  /// - Parameters:
  ///   - standardOutput: where the process's output goes instead of a file.
  ///   - standardError: the same for its errors.
  init(
    _ executable: URL, _ arguments: [String], in folder: TemporaryFolder,
    environment: [String: String] = [:], standardOutput: FileHandle? = nil, standardError: FileHandle? = nil
  ) throws {
    output = folder.unusedFile()
    errors = folder.unusedFile()
    for file in [output, errors] { try Data().write(to: file) }
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    // Help texts are wrapped to the terminal's width, which COLUMNS tells.
    process.environment = ProcessInfo.processInfo.environment
      .merging(["COLUMNS": "80"]) { $1 }.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try standardOutput ?? FileHandle(forWritingTo: output)
    process.standardError = try standardError ?? FileHandle(forWritingTo: errors)
    try Self.withoutBlockedSignals { try process.run() }
  }

  /// A process begins with the blocked signals of the thread that starts it, and the threads on which tests
  /// run block nearly all of them.
  private static func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
  }

  convenience init(_ arguments: [String], in folder: TemporaryFolder) throws {
    try self.init(Tool.url, arguments, in: folder)
  }

  var isRunning: Bool { process.isRunning }

  /// What it has said on standard error so far.
  var errorsSoFar: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

  func send(_ signal: Int32) {
    if process.isRunning { kill(process.processIdentifier, signal) }
  }

  func outcome() throws -> Tool.Outcome {
    process.waitUntilExit()
    return try ended(peakMemory: nil)
  }

  /// Waits like `outcome`, looking at the process's memory on the way.
  ///
  /// The kernel keeps the peak itself, so that looking now and then misses nothing but what happens after
  /// the last look.
  func outcomeWithPeakMemory() throws -> Tool.Outcome {
    var peak: Int?
    while process.isRunning {
      peak = residentPeak() ?? peak
      Thread.sleep(forTimeInterval: 0.002)
    }
    process.waitUntilExit()
    return try ended(peakMemory: peak)
  }

  private func ended(peakMemory: Int?) throws -> Tool.Outcome {
    let isSignal = process.terminationReason == .uncaughtSignal
    return Tool.Outcome(
      status: isSignal ? -process.terminationStatus : process.terminationStatus,
      output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8), peakMemory: peakMemory)
  }

  /// VmHWM of /proc/PID/status, in bytes.
  private func residentPeak() -> Int? {
    let path = "/proc/\(process.processIdentifier)/status"
    guard let status = try? String(contentsOfFile: path, encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kibibytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return kibibytes * 1024
  }
}
