/// Which of a file's recurrent layers make the network.
public enum NetworkSelection: Hashable, Sendable {
  /// All of them, if they are one stack of forward layers.
  case whole
  /// One layer alone, of either direction.
  case layer(name: String)
  /// A run of layers within one stack, both ends included.
  case layers(first: String, last: String)
}
