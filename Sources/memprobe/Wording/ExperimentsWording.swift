import ArgumentParser
import Experiments
import Figures
import Text

extension PlanError: WordedError {
  var exitCode: ExitCode {
    switch self {
    case .noNetworks, .repeatedName, .groupOfOne, .mixedGroup, .repeatedWeights, .notInSeries,
      .repeatedCheckpoint, .notForGiven, .cell, .tooManyRuns:
      .wrongUsage
    case .inconsistentLayers, .otherWeights, .otherInputs: .badData
    }
  }

  var sentence: String {
    switch self {
    case .noNetworks:
      "no network to measure; give at least one file."
    case .repeatedName(let name):
      "two networks or groups are called \(name); give each network once, and groups names of their own."
    case .groupOfOne(let group):
      """
      --group \(group) holds one network; a sample has at least two. Give the file without --group to compare it by \
      itself.
      """
    case .mixedGroup(let group, let one, let other):
      "--group \(group) holds \(one) and \(other), whose layers differ; a group is of one architecture."
    case .repeatedWeights(let group, let one, let other):
      """
      --group \(group) holds \(one) and \(other), which have the same weights; a sample takes networks that were trained \
      apart.
      """
    case .notInSeries(let name):
      "\(name): is none of a series of checkpoints, as the other networks are."
    case .repeatedCheckpoint(let step, let one, let other):
      """
      --checkpoints: \(one) and \(other) are both of step \(NumberText.whole(step)), by what the files hold or, \
      where not all do, by the numbers in their names; give one file of each.
      """
    case .inconsistentLayers(let name):
      "\(name): its layers do not fit each other."
    case .otherWeights(let name):
      "\(name): its weights are not those that the results are of."
    case .otherInputs:
      "--inputs holds other values than the results are of."
    case .notForGiven(let measure):
      "'memprobe \(measure)' draws its networks itself; none can be given."
    case .cell(let cell, let allowed):
      """
      --cells holds \(cell.rawValue), of which this cannot be measured; allowed are \
      \(allowed.map(\.rawValue).joined(separator: ", ")).
      """
    case .tooManyRuns(let count, let axes):
      """
      there would be \(NumberText.large(count)) runs, the product of \
      \(axes.map { $0.replacing("_", with: " ") }.listed); allowed are at most \
      \(NumberText.whole(Subjects.mostRuns)).
      """
    }
  }
}

extension SweepError: WordedError {
  var exitCode: ExitCode {
    switch self {
    case .jobs, .notEnoughMemory, .noThreads: .wrongUsage
    case .runFailed: .failure
    }
  }

  var sentence: String {
    switch self {
    case .jobs(let jobs):
      """
      --jobs is \(NumberText.whole(jobs)); allowed are 1 to \(NumberText.whole(Running.mostJobs)).
      """
    case .notEnoughMemory(let needed, let available):
      """
      the sweep would take about \(NumberText.bytes(needed)) of memory, and \(NumberText.bytes(available)) are \
      available; choose smaller --hidden-sizes, --input-sizes or --layers, or fewer --repeats, --pairs, \
      --twins or --jobs.
      """
    case .noThreads:
      """
      the system gives no thread to measure on: the limit on processes (ulimit -u) or on memory (ulimit -v) is reached.
      """
    case .runFailed(let run, let reason):
      """
      a run failed and --fail-fast was given: \(run.words): \(reason). It is kept with all finished runs; \
      the same command without --fail-fast goes on.
      """
    }
  }
}

/// Lines of a journal that are not as they were written.
struct DamagedLines {
  let path: String
  let numbers: [Int]

  /// x.h5.journal: lines 7, 9 are damaged; runs that they held are
  var words: String {
    let shown =
      numbers.prefix(10).map(String.init).joined(separator: ", ") + (numbers.count > 10 ? ", ..." : "")
    return numbers.count == 1
      ? "\(path): line \(shown) is damaged; a run that it held is"
      : "\(path): lines \(shown) are damaged; runs that they held are"
  }
}

extension Document {
  /// Reads a results file or journal, and says on standard error what of it is damaged.
  static func read(_ path: String, after part: Document? = nil) throws -> Document {
    let document = try Document(reading: path, after: part)
    if !document.damagedLines.isEmpty {
      Console.report(
        "Note: \(DamagedLines(path: document.readPath, numbers: document.damagedLines).words) left out.")
    }
    return document
  }
}

extension SweepNotice {
  var sentence: String {
    switch self {
    case .fewerThreads(let started, let wanted):
      """
      Note: the system gives only \(NumberText.count(started, "thread")) of the \(NumberText.whole(wanted)) asked for; \
      the results are the same.
      """
    case .damagedLines(let path, let lines):
      "Note: \(DamagedLines(path: path, numbers: lines).words) measured again."
    case .noLocks(let path, let claim):
      """
      Note: files cannot be locked where \(path) lies. While it is written, \(claim) tells other processes of this program.
      """
    case .waiting(let path, let owner):
      """
      \(path): was being written by \(owner?.words ?? "another process,") and may still be; waiting a minute for a sign \
      of life.
      """
    case .damagedStates(let path):
      "Note: \(path): is damaged; the runs that it was kept of, which were under way, begin again."
    case .cannotKeepStates(let path):
      "Note: \(path): cannot be written; if the sweep is interrupted, runs that are under way begin again."
    }
  }
}

extension SweepOutputError: WordedError {
  var exitCode: ExitCode { .cannotCreate }

  var sentence: String {
    switch self {
    case .outputHoldsOtherPlan(let path, let difference):
      """
      \(path): holds results of \(difference.wording). Choose another --output, or overwrite it with --force.
      """
    case .journalHoldsOtherPlan(let path, let difference):
      """
      \(path): holds unfinished results of \(difference.wording). Finish them first, choose another \
      --output, or drop them with --force.
      """
    case .outputNotResults(let path):
      """
      \(path): exists, and is not an intact results file of this program. Choose another --output, or \
      overwrite it with --force.
      """
    }
  }
}

extension MissingRunsError: WordedError {
  var exitCode: ExitCode { .badData }

  var sentence: String {
    """
    --missing-from \(path): holds results of \(difference.wording). Give results of the same command line, but for --shard.
    """
  }
}

extension PlanDifference {
  /// What differs between two results.
  fileprivate var wording: String {
    switch self {
    case .format(let found, let wanted): "another command ('\(found)' instead of '\(wanted)')"
    case .key(let key): "other settings (\(Self.wording(key)) differs)"
    case .shard(let found, let wanted): "another part (\(found.words) instead of \(wanted.words))"
    }
  }

  /// What a setting of a plan is called.
  fileprivate static func wording(_ key: String) -> String {
    switch key {
    case "arithmetic-revision": "the arithmetic of the program's version"
    case "network": "a network's name or weights, or their order,"
    case "twin-pairs": "what twins are fed"
    default: "--\(key)"
    }
  }
}

extension ResultsFileError: WordedError {
  var exitCode: ExitCode {
    switch self {
    case .missing, .cannotOpen: .missingInput
    case .notResults, .unreadable, .damaged, .malformed: .badData
    }
  }

  var sentence: String {
    switch self {
    case .missing(let path):
      "\(path): there is no such file, and no journal \(path).journal of an unfinished sweep."
    case .cannotOpen(let path, let error):
      "\(path): cannot open this file: \(error.message)."
    case .notResults(let path):
      "\(path): is neither a results file (HDF5) nor a journal of this program."
    case .unreadable(let path, let reason):
      "\(path): is damaged, or not complete: \(reason)."
    case .damaged(let path, let error):
      "\(path): \(error.object == "/" ? "" : error.object + " ")\(error.problem.wording)."
    case .malformed(let path, let problem):
      "\(path): cannot be read as results of this program: \(problem.wording)."
    }
  }
}

extension ResultsFileProblem {
  fileprivate var wording: String {
    switch self {
    case .format(let found): "its format is '\(found)'"
    case .unsupportedVersion(let version, let supported):
      """
      its format version is \(version), of \(version > supported ? "a later" : "another") memprobe; \
      this one reads versions up to \(supported)
      """
    case .missingAttribute(let name): "it has no attribute '\(name)'"
    case .missingVariable(let name): "it has no variable '\(name)'"
    case .history(let found): "its attribute 'history' is '\(found)', not a time and a command line"
    case .provenance(let reason): "its attribute 'provenance' cannot be read (\(reason))"
    case .plan(let reason): "its attribute 'plan' cannot be read (\(reason))"
    case .fingerprint(let found): "its attribute 'plan_fingerprint', \(found), is not that of its plan"
    case .tooLarge(let shortage): shortage.wording
    case .shard(let found): "its attribute 'shard' is '\(found)', not a part such as 2/4"
    case .type(let variable, let found): "variable '\(variable)' holds \(found) values"
    case .dimensions(let variable): "the axes of variable '\(variable)' are not labelled, each by another one"
    case .variableAttribute(let name, let variable):
      "attribute '\(name)' of variable '\(variable)' does not fit its values"
    case .shape(let variable, let found, let expected):
      "variable '\(variable)' has the shape \(found); expected is \(expected)"
    case .axis(let variable): "the values of axis '\(variable)' are not those of its plan"
    case .checksum(let variable): "variable '\(variable)' is damaged: its checksum does not fit"
    case .record(let run): "it holds values for \(run.words) that no such run can have"
    }
  }
}

extension JournalError: WordedError {
  var exitCode: ExitCode { .badData }

  var sentence: String {
    switch self {
    case .malformed(let path, let line, let problem):
      """
      \(path), line \(line): \(problem.wording). The journal is left as it is; restore it from a copy, or \
      drop it and begin anew with --force.
      """
    }
  }
}

extension MemoryShortage {
  fileprivate var wording: String {
    """
    the results of its plan would take about \(NumberText.bytes(needed)) of memory, and \(NumberText.bytes(available)) \
    are available
    """
  }
}

extension JournalProblem {
  fileprivate var wording: String {
    switch self {
    case .notAJournalLine: "this is not a line of a journal"
    case .wrongChecksum: "the line is damaged: its checksum does not fit"
    case .unreadable(let reason): "the line cannot be read (\(reason))"
    case .unsupportedVersion(let version): "journal version \(version) is of another memprobe than this one"
    case .otherFormat(let found): "it is the journal of another command ('\(found)')"
    case .wrongFingerprint(let found): "the plan's fingerprint, \(found), is not that of the plan"
    case .tooLarge(let shortage): shortage.wording
    case .outsidePlan(let run): "run \(run.words) is not of this journal's plan"
    case .contradictsEarlierLine(let run): "run \(run.words) is in an earlier line with another result"
    }
  }
}

extension MergeError: WordedError {
  var exitCode: ExitCode {
    switch self {
    case .noMatch, .emptyFolder: .missingInput
    case .differentMeasures, .differentPlans, .disagreement: .badData
    }
  }

  var sentence: String {
    switch self {
    case .noMatch(let pattern):
      "\(pattern): no results file or journal matches this pattern."
    case .emptyFolder(let folder):
      "\(folder): holds no results file (.h5), and no journal of one."
    case .differentMeasures(let first, let second):
      "\(second): holds results of another command than \(first); there is nothing to join."
    case .differentPlans(let first, let second, let key):
      """
      \(second): is not of the same sweep as \(first): \(PlanDifference.wording(key)) differs. Join only parts of one \
      command line that differs in nothing but --shard.
      """
    case .disagreement(let run, let first, let second):
      """
      \(second): disagrees with \(first) about the same run (\(run.words)). One of the files is damaged: \
      run that part again.
      """
    }
  }
}

extension Allocation.Limit {
  var words: String {
    switch self {
    case .affinity: "the affinity of this process allows"
    case .quota: "the quota of its control group allows"
    case .slurm(let name): "\(name) says"
    }
  }
}

extension RateMismatch: WordedError {
  var exitCode: ExitCode { .badData }

  var sentence: String {
    switch self {
    case .setting("input-scale"):
      "the exponents are of inputs times --input-scale, and the differences of inputs as they are."
    case .setting(let key):
      "the two files are not of the same --\(key), so their rates are not of the same runs."
    case .weights(let name):
      "\(name) has other weights in either of the two files, so their rates are not of the same network."
    case .nothingShared: "the two files have no network in common."
    case .floorsNotMeasured:
      """
      the differences were measured by an earlier version, which did not tell rates of forgetting from those of \
      rounding; measure them again.
      """
    }
  }
}
