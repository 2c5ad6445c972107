import Foundation

/// What the machine lets tests do; those that need what it does not are skipped.
package enum Machine {
  /// Whether there is the device that takes no byte because it is full.
  package static let hasFullDevice = fileExists("/dev/full")

  /// Whether file systems may be mounted: not even root may in most containers.
  package static let canMount: Bool = {
    guard let folder = try? TemporaryFolder() else { return false }
    let mounting = Process()
    mounting.executableURL = URL(fileURLWithPath: "/bin/sh")
    mounting.arguments = ["-c", "mount -t tmpfs -o size=64k tmpfs . && cd / && umount \"$OLDPWD\""]
    mounting.currentDirectoryURL = folder.url
    mounting.standardOutput = FileHandle.nullDevice
    mounting.standardError = FileHandle.nullDevice
    guard (try? mounting.run()) != nil else { return false }
    mounting.waitUntilExit()
    return mounting.terminationStatus == 0
  }()
}
