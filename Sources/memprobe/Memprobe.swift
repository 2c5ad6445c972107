import ArgumentParser

/// The root command: nothing but configuration, and the one door through which errors leave the program.
@main
struct Memprobe: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Program.name,
    abstract: "Measures how long recurrent neural networks remember.",
    discussion: """
      Results go to standard output, progress and warnings to standard error. \
      Exit codes: 0 done, 1 a run failed under --fail-fast, 64 wrong usage, 65 bad input data, \
      66 missing input file, 73 output cannot be created, 130 or 143 interrupted (run the same command again to resume).
      """,
    version: Program.version,
    subcommands: [
      DivergenceCommand.self, CompareCommand.self, MemorizeCommand.self, CapacityCommand.self,
      RecallCommand.self,
      ConstructCommand.self, InspectCommand.self, ForwardCommand.self, MergeCommand.self, ShowCommand.self,
      PlotCommand.self, ReportCommand.self, ExportCommand.self,
    ])

  static func main() {
    Signals.prepare()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as any WordedError {
      Console.report("Error: \(error.sentence)")
      exit(withError: error.exitCode)
    } catch {
      exit(withError: error)
    }
  }
}
