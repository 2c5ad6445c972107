/// What a random stream is for: the first word of its path. Never change one: results depend on it.
enum StreamRole: UInt64 {
  case network = 1
  case inputs = 2
  case twin = 3
  case twinInputs = 4
  case recall = 5
  case memorizationNetwork = 6
  case memorizationTask = 7
  case capacity = 8
}
