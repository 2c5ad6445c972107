/// What libzip said when it failed.
struct ZipError: Error {
  let message: String
}
