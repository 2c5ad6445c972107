/// An element of the attribute `failures`: the reasons again that are in `failure_reason`, since attributes
/// can be read safely from damaged files, and strings of variable length cannot.
struct FailedRun: Codable {
  let run: RunCoordinates
  let reason: String
}
