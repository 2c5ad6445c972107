/// Where the two complete states of runs are looked at, or changed, between stretches.
extension PairedNetworks {
  /// The numbers of a state, of one layer after the other: h, then c where the cell has it.
  package func states(_ index: Int) -> (a: [[Scalar]], b: [[Scalar]]) {
    func side(_ side: PairedLayer<Scalar>.Side) -> [[Scalar]] {
      stack(index).layers.map { layer in
        layer.completeState(side)
      }
    }
    return (side(.a), side(.b))
  }

  /// Puts the second state of run `index` in another place.
  ///
  /// - Parameter states: as `states` has them.
  package func setSecond(_ index: Int, _ states: [[Scalar]]) {
    for (layer, state) in zip(stack(index).layers, states) { layer.setState(.b, state) }
  }
}
