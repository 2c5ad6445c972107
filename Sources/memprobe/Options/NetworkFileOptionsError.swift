/// Options about network files that do not go together.
enum NetworkFileOptionsError: Error, Equatable {
  /// Both --layer and --layers-from.
  case twoSelections
  /// --layer or --layers-from, but no --network.
  case selectionWithoutFile
}
