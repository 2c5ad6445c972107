/// The axes of a grid, slowest first. The raw value names the dimension in results files.
public enum GridAxis: String, CaseIterable, Hashable, Sendable {
  case cell
  case layers
  case hiddenSize = "hidden_size"
  case inputSize = "input_size"
  case `repeat`
}
