/// A peer script that did not finish.
enum PeerError: Error, CustomStringConvertible {
  case failed(script: String, status: Int32)

  var description: String {
    switch self {
    case .failed(let script, let status):
      "\(script) ended with status \(status); are the packages of requirements.txt beside it installed for the "
        + "interpreter given by --python?"
    }
  }
}
