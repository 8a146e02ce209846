/** A program that is played in place of an agents module. */
export interface Command {
  /** The program and its arguments. */
  readonly run: readonly string[];
  /** By the name of an agent, words that its instructions have and those of no other. */
  readonly agents?: Readonly<Record<string, string>>;
}

/** A command that may be short for its program and arguments. */
export type CommandLine = Command | Command["run"];

/** A command, and the folder that it runs in. */
export interface PlacedCommand extends Command {
  readonly folder: string;
}

/** A command of a case file or a config in its long form; `folder` is that of the file. */
export function placedCommand(line: CommandLine, folder: string): PlacedCommand {
  return "run" in line ? { ...line, folder } : { run: line, folder };
}
