import Foundation

/// The memory of this machine.
package enum SystemMemory {
  /// Bytes that can be had without swapping, within the limits on the process's address space (`ulimit -v`) and of its
  /// control group.
  package static var available: Double { min(ofMachine, leftOfAddressSpace, Allocation.current.memory) }

  /// Gives back what is free of the memory that this process was given: glibc keeps it, for every thread by itself.
  static func giveBack() {
    guard let trim = dlsym(nil, "malloc_trim") else { return }
    _ = unsafeBitCast(trim, to: (@convention(c) (Int) -> CInt).self)(0)
  }

  /// MemAvailable of /proc/meminfo, or else all there is.
  private static var ofMachine: Double {
    let table = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
    return availableBytes(inTable: table) ?? Double(sysconf(Int32(_SC_PHYS_PAGES))) * pageBytes
  }

  private static var pageBytes: Double { Double(sysconf(Int32(_SC_PAGESIZE))) }

  /// Infinite without a limit.
  private static var leftOfAddressSpace: Double {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < 1 << 62 else {
      return .infinity
    }
    // The first number is that of the pages in use.
    let table = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let pages = table.split(separator: " ").first.flatMap { Double($0) } ?? 0
    return max(0, Double(limit.rlim_cur) - pages * pageBytes)
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

/// More memory than there is.
package struct MemoryShortage: Equatable, Sendable {
  /// Bytes, estimated.
  package let needed: Double
  package let available: Double
}
