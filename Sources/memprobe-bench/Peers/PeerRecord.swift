/// A line that a peer script prints: one size, timed.
struct PeerRecord: Decodable {
  var framework: String
  var cell: String
  var hidden_size: Int
  var input_size: Int
  var microseconds_per_step: Double
}
