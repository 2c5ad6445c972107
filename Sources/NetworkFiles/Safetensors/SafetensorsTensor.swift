/// One tensor's entry in a safetensors header, found to be right.
struct SafetensorsTensor: Equatable {
  let number: SafetensorsNumber
  let shape: [Int]
  /// Where its numbers stand, counted from the beginning of the file.
  let bytes: Range<Int>
}
