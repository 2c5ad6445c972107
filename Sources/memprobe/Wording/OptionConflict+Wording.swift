import ArgumentParser

extension OptionConflict: WordedError {
  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    switch self {
    case .withNetworks(let option):
      """
      \(option) does not go with trained networks, whose files say what they are; it is for networks that are \
      drawn, without --network.
      """
    case .withoutNetworks(let option):
      """
      \(option) goes with trained networks only: give --network to 'memprobe divergence', or use 'memprobe \
      compare'.
      """
    case .withoutReservoirs(let option):
      "\(option) is for echo state networks only: it goes with esn among --cells."
    }
  }
}
