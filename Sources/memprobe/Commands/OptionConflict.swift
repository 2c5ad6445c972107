/// Options that do not go together.
enum OptionConflict: Error, Equatable {
  /// An option about drawn networks, where trained ones are given.
  case withNetworks(option: String)
  /// An option about trained networks, where there are none.
  case withoutNetworks(option: String)
  /// An option about echo state networks, where there are none.
  case withoutReservoirs(option: String)

  /// - Throws: `conflict` of the first option that has a value.
  static func check(
    _ options: (name: String, value: Any?)..., conflict: (String) -> OptionConflict
  ) throws(OptionConflict) {
    if let option = options.first(where: { $0.value != nil }) { throw conflict(option.name) }
  }
}
