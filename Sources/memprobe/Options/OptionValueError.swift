import Experiments

/// Text behind an option that is not of the option's form.
enum OptionValueError: Error, Equatable {
  case emptyElement
  case notAWholeNumber(String)
  /// Two whole numbers with a dash between, of which the second is the smaller, or far too many.
  case emptySpan(String)
  case notANumber(String)
  case notASeed(String)
  /// Not two names with ".." between.
  case notALayerSpan(String)
  case shard(ShardError)
  case unknownName(String, allowed: [String])
}
