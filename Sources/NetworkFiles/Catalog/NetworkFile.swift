/// The recurrent layers that a file of a deep-learning library holds.
public struct NetworkFile: Equatable, Sendable {
  public let format: NetworkFileFormat
  /// In the order of the file's own description, or of names where it has none. Both halves of a bidirectional
  /// layer are in the list.
  public let layers: [FoundLayer]
  /// Runs of layers, lowest first, each fed by the one before: places in `layers`. A layer whose input comes
  /// from elsewhere begins a run of its own.
  public let stacks: [[Int]]
  /// What a user should know about the file as a whole.
  public let notes: [NetworkFileNote]

  public init(
    format: NetworkFileFormat, layers: [FoundLayer], stacks: [[Int]], notes: [NetworkFileNote] = []
  ) {
    self.format = format
    self.layers = layers
    self.stacks = stacks
    self.notes = notes
  }
}
