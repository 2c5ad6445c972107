import Foundation
import TestSupport
import Testing

@testable import Experiments

@Suite struct AllocationTests {
  private func allocation(
    _ files: [String: String] = [:], _ environment: [String: String] = [:], mask: String? = "ff"
  ) throws -> Allocation {
    let folder = try TemporaryFolder()
    var files = files
    if let mask { files["proc/self/status"] = "Name:\tx\nCpus_allowed:\t\(mask)\nCpus_allowed_list:\t0-7\n" }
    for (path, text) in files {
      let url = folder.url.appending(path: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
    return Allocation(files: folder.url.path, environment: environment, machine: 8)
  }

  @Test func aWholeMachine() throws {
    let whole = try allocation()
    #expect(whole.processors == 8 && whole.limit == nil && whole.memory == .infinity)
    #expect(try allocation(mask: nil) == whole)
    // A group without limits, as most machines have.
    let files = [
      "proc/self/cgroup": "0::/user.slice\n", "sys/fs/cgroup/user.slice/cpu.max": "max 100000\n",
      "sys/fs/cgroup/user.slice/memory.max": "max\n", "sys/fs/cgroup/user.slice/memory.current": "5000\n",
    ]
    #expect(try allocation(files) == whole)
    #expect(Allocation.current.processors >= 1)
  }

  @Test func theLeastCounts() throws {
    #expect(try allocation(mask: "00000000,00000081").limit == .affinity)
    let slurm = ["SLURM_CPUS_PER_TASK": "3", "SLURM_CPUS_ON_NODE": "1"]
    #expect(try allocation([:], slurm).processors == 3)
    #expect(try allocation([:], slurm).limit == .slurm("SLURM_CPUS_PER_TASK"))
    #expect(try allocation([:], slurm, mask: "3").limit == .affinity)
    #expect(try allocation([:], ["SLURM_CPUS_ON_NODE": "4"]).processors == 4)
    // More than there is, or nonsense, allows no more, and none at all is one.
    #expect(try allocation([:], ["SLURM_CPUS_PER_TASK": "64"]).limit == nil)
    #expect(try allocation([:], ["SLURM_CPUS_PER_TASK": "x"]).limit == nil)
    #expect(try allocation([:], ["SLURM_CPUS_PER_TASK": "0"]).processors == 1)
  }

  @Test("A quota, rounded up, and memory below a limit, of the group or of one that holds it")
  func groupsOfVersion2() throws {
    let files = [
      "proc/self/cgroup": "0::/a/b\n", "sys/fs/cgroup/a/b/cpu.max": "max 100000\n",
      "sys/fs/cgroup/a/cpu.max": "150000 100000\n", "sys/fs/cgroup/a/b/memory.max": "1000\n",
      "sys/fs/cgroup/a/b/memory.current": "700\n",
      "sys/fs/cgroup/a/b/memory.stat": "anon 5\ninactive_file 100\n",
      "sys/fs/cgroup/a/memory.max": "9000\n", "sys/fs/cgroup/a/memory.current": "8900\n",
    ]
    let found = try allocation(files)
    #expect(found.processors == 2 && found.limit == .quota)
    #expect(found.memory == 100)
  }

  @Test func groupsOfVersion1() throws {
    let files = [
      "proc/self/cgroup": "4:cpu,cpuacct:/job\n9:memory:/job\n1:name=systemd:/x\n",
      "sys/fs/cgroup/cpu/job/cpu.cfs_quota_us": "50000\n",
      "sys/fs/cgroup/cpu/job/cpu.cfs_period_us": "100000\n",
      "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n", "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
      "sys/fs/cgroup/memory/job/memory.limit_in_bytes": "4000\n",
      "sys/fs/cgroup/memory/job/memory.usage_in_bytes": "1000\n",
      "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
      "sys/fs/cgroup/memory/memory.usage_in_bytes": "1000\n",
    ]
    let found = try allocation(files)
    #expect(found.processors == 1 && found.limit == .quota && found.memory == 3000)
  }
}
