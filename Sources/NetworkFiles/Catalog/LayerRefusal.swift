/// Why a recurrent layer cannot be run here: it computes something that the engine does not.
public enum LayerRefusal: Error, Equatable, Sendable {
  /// A setting that the engine has no counterpart for, with the value found: ("activation", "relu").
  case setting(name: String, value: String)
  /// A whole feature: "peephole weights", "projections (weight_hr_l0)", "weight normalisation".
  case feature(String)
}
