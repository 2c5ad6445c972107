/// A MAT-file that cannot be made.
struct MATLABError: Error {
  let reason: String
}
