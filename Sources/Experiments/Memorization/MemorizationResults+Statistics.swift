import RecurrentNetworks

extension MemorizationResults {
  /// Statistics of one grid cell over its measured repeats.
  public func statistics(
    cell: CellType, layers: Int, hiddenSize: Int, position: Int
  ) -> MemorizationStatistics {
    let records = (0..<plan.grid.repeats).compactMap { index -> MemorizationRecord? in
      let run = MemorizationRun(
        cell: cell, layers: layers, hiddenSize: hiddenSize, position: position, repeatIndex: index)
      guard case .measured(let record) = self.records[run] else { return nil }
      return record
    }
    return MemorizationStatistics(records, isLearned: plan.isLearned)
  }

  /// Up to which position, without a gap from 1 on, networks of this shape learned in at least half of their
  /// repeats: where the border between learned and not learned lies. 0 if not even the last input; nil if
  /// position 1 is not in the grid or not measured.
  ///
  /// Source: Illium et al. 2022, who compare it with the number of cells.
  public func border(cell: CellType, layers: Int, hiddenSize: Int) -> Int? {
    var border: Int?
    for position in 1...(plan.grid.positions.max() ?? 1) {
      guard plan.grid.positions.contains(position) else { break }
      let statistics = statistics(
        cell: cell, layers: layers, hiddenSize: hiddenSize, position: position)
      guard statistics.count > 0, !statistics.hasNoTarget else { break }
      if border == nil { border = 0 }
      guard statistics.learnedFraction >= 0.5 else { break }
      border = position
    }
    return border
  }
}
