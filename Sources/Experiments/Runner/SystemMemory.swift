import Foundation

/// The memory of this machine.
package enum SystemMemory {
  /// Bytes that can be had without swapping: MemAvailable of /proc/meminfo, or else all there is.
  package static var available: Double {
    let table = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
    return availableBytes(inTable: table)
      ?? Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
  }

  /// - Parameter table: of lines like "MemAvailable:   12345 kB".
  static func availableBytes(inTable table: String) -> Double? {
    for line in table.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 3, words[0] == "MemAvailable:", words[2] == "kB", let kibibytes = Double(words[1]) {
        return kibibytes * 1024
      }
    }
    return nil
  }
}
