import type { PlacedCommand } from "../../cases/command.ts";
import type { CustomChecks } from "../../checks/custom-check.ts";
import { UnplayableCaseError } from "../errors.ts";
import type { AgentsModule } from "./agents-module.ts";

/**
 * What stands for an agents module where programs are played: `command`, unless a case names one. `file` is where they
 * are named.
 */
export function commandAgents(
  file: string,
  command: PlacedCommand | undefined,
  checks: CustomChecks = {},
): AgentsModule {
  return {
    file,
    command,
    made: [],
    checks,
    ownChecks: [],
    // What a world is, the program knows.
    worlds: { described: false, read: (world) => Promise.resolve({ value: world }) },
    assemble: () =>
      Promise.reject(
        new UnplayableCaseError(`It names no command, and ${file} has no agents module.`),
      ),
  };
}
