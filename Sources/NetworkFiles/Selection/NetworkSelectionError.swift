/// A selection that a file has no network for.
public enum NetworkSelectionError: Error, Equatable, Sendable {
  /// No layer has this name; the names there are.
  case noSuchLayer(String, found: [String])
  /// The file's layers are not one stack of forward layers, so one has to be chosen; the names there are.
  case ambiguous(found: [String])
  /// The two ends are not of one stack, or in the wrong order.
  case notOneStack(first: String, last: String)
  /// A layer of the selection is refused.
  case refused(layer: String, LayerRefusal)
}
