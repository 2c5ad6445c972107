/// What can be wrong with a results file that HDF5 can read.
public enum ResultsFileProblem: Equatable, Sendable {
  /// Not made by this program, or by another command of it; the value of the `format` attribute.
  case format(String)
  /// Written by another version of the program, in another format than the one that is read.
  case unsupportedVersion(Int, supported: Int)
  /// There is no such attribute of the root group.
  case missingAttribute(String)
  /// There is no such variable.
  case missingVariable(String)
  /// The attribute `history`, which is not a time and a command line.
  case history(String)
  /// The attribute `plan` is not a plan; the decoder's words.
  case plan(String)
  /// The plan is not the one of the attribute `plan_fingerprint`.
  case fingerprint(String)
  /// The attribute `shard`.
  case shard(String)
  /// Numbers of a type that results do not have; an attribute is `variable@attribute`.
  case type(variable: String, found: String)
  /// An axis of the variable has no dimension scale of the file, or two have the same.
  case dimensions(variable: String)
  /// An attribute of a variable is not what it should be.
  case variableAttribute(String, variable: String)
  /// A variable of the wrong shape.
  case shape(variable: String, found: [Int], expected: [Int])
  /// The values of an axis are not the plan's.
  case axis(variable: String)
  /// The values are not those that were written.
  case checksum(variable: String)
  /// The attribute `failures` is not a list of failed runs; the decoder's words.
  case failures(String)
  /// A record that no run of the plan (or its part) can have.
  case record(AnyRun)
}
