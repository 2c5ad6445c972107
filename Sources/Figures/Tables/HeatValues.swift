/// The numbers behind the entries of a table.
struct HeatValues {
  /// What is measured: tables of one quantity share their colours.
  var quantity: String
  /// By row and column of the table; nil where there is none.
  var values: [[Double?]]

  /// The scales of all quantities in some tables.
  static func scales(of tables: [ResultsTable]) -> [String: ColorScale] {
    Dictionary(grouping: tables.compactMap(\.heat), by: \.quantity).compactMapValues { heats in
      ColorScale(heats.flatMap { $0.values.flatMap { $0.compactMap(\.self) } })
    }
  }
}
