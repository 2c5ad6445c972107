/// The numbers behind the entries of a table.
struct HeatValues {
  /// What is measured: tables of one quantity share their colours.
  var quantity: String
  /// By row and column of the table; nil where there is none.
  var values: [[Double?]]
}
