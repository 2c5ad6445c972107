import ArgumentParser

/// Measurements of the program itself; none of them is part of a probe.
@main
struct MemprobeBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memprobe-bench",
    abstract: "Measure how fast the probe is on this machine, and against what it could be.",
    subcommands: [
      MachineCommand.self, StepsCommand.self, PeersCommand.self, ExperimentCommand.self,
      MemorizeCommand.self, ActivationsCommand.self,
    ],
    defaultSubcommand: StepsCommand.self)
}
