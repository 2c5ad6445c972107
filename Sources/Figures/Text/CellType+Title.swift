import RecurrentNetworks

extension CellType {
  /// The name in headings.
  public var title: String { definition.title }
}
