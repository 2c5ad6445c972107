/// An element of the attribute `failures`: the reasons again that are in `failure_reason`, since attributes
/// can be read safely from damaged files, and strings of variable length cannot.
struct FailedRun<Run: Codable>: Codable {
  let run: Run
  let reason: String
}
