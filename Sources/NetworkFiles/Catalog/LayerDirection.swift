/// The direction in which a layer reads its sequence. A backward layer runs here as a forward one does: it is
/// given the steps in the order in which it takes them.
public enum LayerDirection: String, Sendable {
  case forward
  case backward
}
