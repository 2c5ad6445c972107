/// Something about a file that does not stand in the way of running it, but that its user should know.
public enum NetworkFileNote: Equatable, Sendable {
  /// The file does not say this; the value is an assumption, with its reason.
  case assumed(setting: String, value: String, reason: String)
  /// The file says something suspicious or something that is left out of account here.
  case remark(String)
}
