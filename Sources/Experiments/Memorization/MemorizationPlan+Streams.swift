import RecurrentNetworks

extension MemorizationPlan {
  /// Where the weights of a run's network are drawn from before training: its own for every run.
  func networkStream(_ run: MemorizationRun) -> RandomStream { stream(.memorizationNetwork, run) }

  /// Where the sequences of a run are drawn from, to train on and to evaluate with: its own for every run.
  func taskStream(_ run: MemorizationRun) -> RandomStream { stream(.memorizationTask, run) }

  private func stream(_ role: StreamRole, _ run: MemorizationRun) -> RandomStream {
    RandomStream(seed: seed).child(
      role.rawValue, run.cell.streamCode, UInt64(run.layers), UInt64(run.hiddenSize), UInt64(run.position),
      UInt64(run.repeatIndex))
  }
}
