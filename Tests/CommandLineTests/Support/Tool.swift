import Foundation
import TestSupport

/// The built tool, run as a process of its own.
struct Tool {
  /// How a process ended and what it said.
  struct Outcome {
    /// The exit code, or the negative number of the signal that ended the process.
    var status: Int32
    var output: String
    var errors: String
    /// The highest resident memory seen in bytes, where it was watched.
    var peakMemory: Int?
  }

  /// Beside the test bundle, as SwiftPM builds it.
  static var url: URL {
    let bundle = Bundle(for: Anchor.self).bundleURL
    let folder = bundle.pathExtension == "xctest" ? bundle.deletingLastPathComponent() : bundle
    return folder.appendingPathComponent("memprobe")
  }

  /// A class in this bundle, by which Foundation finds it.
  private final class Anchor {}

  /// Runs the tool to its end.
  static func run(_ arguments: [String], in folder: TemporaryFolder) throws -> Outcome {
    try RunningTool(url, arguments, in: folder).outcome()
  }

  /// Runs a line of POSIX shell in which "$tool" is the tool.
  static func shell(_ line: String, in folder: TemporaryFolder) throws -> Outcome {
    let shell = URL(fileURLWithPath: "/bin/sh")
    return try RunningTool(shell, ["-c", line], in: folder, environment: ["tool": url.path]).outcome()
  }
}

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

/// A terminal of a given width with nobody in front of it.
final class PseudoTerminal {
  enum Failure: Error {
    case cannotOpen(errno: Int32)
  }

  /// The side a process writes to.
  let terminal: FileHandle
  private let master: Int32
  private var received = Data()

  init(columns: UInt16) throws {
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    var sides: (master: Int32, terminal: Int32) = (-1, -1)
    guard openpty(&sides.master, &sides.terminal, nil, nil, &size) == 0 else {
      throw Failure.cannotOpen(errno: errno)
    }
    master = sides.master
    terminal = FileHandle(fileDescriptor: sides.terminal, closeOnDealloc: true)
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
  }

  deinit { close(master) }

  /// Everything written until the process ends.
  func text(of running: RunningTool) throws -> String {
    while running.isRunning {
      drain()
      Thread.sleep(forTimeInterval: 0.002)
    }
    drain()
    return String(decoding: received, as: UTF8.self)
  }

  private func drain() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(master, &buffer, buffer.count)
      guard count > 0 else { return }
      received.append(contentsOf: buffer[..<count])
    }
  }
}
