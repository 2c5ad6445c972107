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
