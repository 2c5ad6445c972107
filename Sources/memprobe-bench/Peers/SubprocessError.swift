/// A program that ended with a failure.
struct SubprocessError: Error, CustomStringConvertible {
  var command: String
  var status: Int32

  var description: String {
    """
    '\(command)' ended with status \(status); is it built, or are the packages of Tests/Peers/requirements.txt \
    installed for the interpreter given by --python?
    """
  }
}
