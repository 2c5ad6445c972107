import Foundation
import HDF5

/// Writes the root attributes that every results file has, around those of its kind.
struct RootAttributes<Plan: SweepPlan> {
  let results: SweepResults<Plan>
  let provenance: Provenance
  let version: Int32

  /// - Parameter settings: writes the plan's settings one by one, for people.
  func write(to root: HDF5Group, title: String, settings: () throws -> Void) throws {
    let time = provenance.date.formatted(.iso8601)
    try root.writeAttribute("Conventions", "CF-1.11")
    try root.writeAttribute("title", title)
    try root.writeAttribute("source", provenance.program)
    try root.writeAttribute("history", "\(time): \(provenance.commandLine)")
    try root.writeAttribute("format", Plan.format)
    try root.writeAttribute("format_version", version)
    try settings()
    try root.writeAttribute("shard", results.shard.description)
    try root.writeAttribute("plan_fingerprint", results.plan.fingerprint)
    try root.writeAttribute("plan", String(decoding: CanonicalJSON.encode(results.plan), as: UTF8.self))
    let failures = results.failed.map { FailedRun(run: $0.run, reason: $0.reason) }
    try root.writeAttribute("failures", String(decoding: CanonicalJSON.encode(failures), as: UTF8.self))
  }
}
