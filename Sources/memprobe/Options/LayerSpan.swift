/// The names of the first and the last of a run of layers.
struct LayerSpan: Equatable {
  let first: String
  let last: String
}
