/// What is known of a program that was made by a release, which writes this file anew before it builds.
enum Release {
  /// The commit that it was made of; nil for a build of a checkout.
  static let commit: String? = nil
}
