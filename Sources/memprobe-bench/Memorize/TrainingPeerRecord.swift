/// A line that a script of the memorization task prints: one network, timed.
struct TrainingPeerRecord: Decodable {
  var framework: String
  var processor_microseconds_per_update: Double
}
