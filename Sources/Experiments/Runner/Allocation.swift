import Foundation

/// What of a machine the process may use. On a shared one that is usually less than there is: batch systems confine jobs
/// by affinity, by control groups, or only by saying so.
package struct Allocation: Equatable, Sendable {
  /// Processors that can be kept busy; at least 1.
  package let processors: Int
  /// Who allows no more than that; nil where all of the machine's may be used.
  package let limit: Limit?
  /// Bytes that may still be had; infinite without a limit.
  package let memory: Double

  package enum Limit: Equatable, Sendable {
    case affinity
    /// Of control groups, as containers and batch systems set it; shares of a processor are rounded up.
    case quota
    /// An environment variable of Slurm, by its name.
    case slurm(String)
  }

  /// Of this process, now.
  package static var current: Allocation {
    Allocation(
      files: "", environment: ProcessInfo.processInfo.environment,
      machine: Int(clamping: sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// The least of what affinity, quota and Slurm allow; of equal ones the first.
  ///
  /// - Parameters:
  ///   - root: the folder in the place of /, in which `proc` and `sys` are looked up.
  ///   - machine: processors that are online.
  init(files root: String, environment: [String: String], machine: Int) {
    let group = ControlGroup(files: root)
    var limits: [(processors: Int, limit: Limit)] = []
    if let affinity = Self.affinity(inStatus: ControlGroup.text("\(root)/proc/self/status")) {
      limits.append((affinity, .affinity))
    }
    if let quota = group.processors { limits.append((Int(exactly: quota.rounded(.up)) ?? machine, .quota)) }
    for name in ["SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE"] {
      guard let count = environment[name].flatMap({ Int($0) }) else { continue }
      limits.append((count, .slurm(name)))
      break
    }
    let machine = max(1, machine)
    let least = limits.map { (processors: max(1, $0.processors), limit: $0.limit) }
      .filter { $0.processors < machine }.min { $0.processors < $1.processors }
    processors = least?.processors ?? machine
    limit = least?.limit
    memory = group.memory ?? .infinity
  }

  /// Processors that a process may run on; nil if that is not told.
  ///
  /// - Parameter status: lines like "Cpus_allowed:\tf,ffffffff", a mask in hexadecimal digits.
  private static func affinity(inStatus status: String) -> Int? {
    let line = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed:") }
    let count = line?.dropFirst("Cpus_allowed:".count).reduce(0) {
      $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0)
    }
    return count.flatMap { $0 > 0 ? $0 : nil }
  }
}

/// The limits of the control group of this process, and of those that hold it: of version 1 or 2, as Linux tells of them
/// in files.
struct ControlGroup {
  /// Processors' worth of time; nil without a quota.
  private(set) var processors: Double?
  /// Bytes below the limit; nil without one.
  private(set) var memory: Double?

  /// - Parameter root: the folder in the place of /.
  init(files root: String) {
    // Lines like 0::/user.slice (version 2) and 4:cpu,cpuacct:/job_17 (version 1).
    for line in Self.text("\(root)/proc/self/cgroup").split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let controllers = parts[1].split(separator: ",").map(String.init)
      let mounts =
        controllers.isEmpty
        ? ["", "/unified"] : controllers.filter { ["cpu", "memory"].contains($0) }.map { "/" + $0 }
      for mount in mounts {
        for group in Self.groups(String(parts[2])) { add("\(root)/sys/fs/cgroup\(mount)\(group)") }
      }
    }
  }

  /// A group and those that hold it, as paths: "/a/b", "/a", "".
  private static func groups(_ path: String) -> [String] {
    let parts = path.split(separator: "/")
    return (0...parts.count).reversed().map { parts.prefix($0).map { "/\($0)" }.joined() }
  }

  private mutating func add(_ folder: String) {
    func number(_ file: String) -> Double? { Self.numbers("\(folder)/\(file)").first }
    func least(_ one: Double?, _ other: Double) -> Double { min(one ?? .infinity, other) }

    let quotas = [
      Self.numbers("\(folder)/cpu.max"),
      [number("cpu.cfs_quota_us"), number("cpu.cfs_period_us")].compactMap(\.self),
    ]
    for quota in quotas where quota.count == 2 && quota[0] > 0 && quota[1] > 0 {
      processors = least(processors, quota[0] / quota[1])
    }
    // What files are kept in memory is given up where it is needed.
    let cached =
      Self.text("\(folder)/memory.stat").split(separator: "\n").compactMap { line -> Double? in
        let words = line.split(separator: " ")
        guard words.count == 2, ["inactive_file", "total_inactive_file"].contains(words[0]) else {
          return nil
        }
        return Double(words[1])
      }.max() ?? 0
    let limits = [
      (number("memory.max"), number("memory.current")),
      (number("memory.limit_in_bytes"), number("memory.usage_in_bytes")),
    ]
    // Version 1 writes "no limit" as a number beyond all memory.
    for case (let limit?, let usage?) in limits where limit < 1e18 {
      memory = least(memory, max(0, limit - max(0, usage - cached)))
    }
  }

  /// The numbers of a line; none if the file is not there, or where one of them is "max".
  private static func numbers(_ path: String) -> [Double] {
    let words = text(path).split { $0 == " " || $0 == "\n" }
    let numbers = words.compactMap { Double($0) }
    return numbers.count == words.count ? numbers : []
  }

  fileprivate static func text(_ path: String) -> String {
    (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  }
}
