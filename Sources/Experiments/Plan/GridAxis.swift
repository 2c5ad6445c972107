/// The axes that grids are made of. The raw value names the dimension in results files.
public enum GridAxis: String, Hashable, Sendable {
  case cell
  case layers
  case hiddenSize = "hidden_size"
  case inputSize = "input_size"
  /// Which input a network is to remember, counted from the last, which is 1.
  case position
  case `repeat`
}
