import { readCases } from "../cases/read-cases.ts";
import { plural } from "../reports/format.ts";
import { loadAgentsModule } from "../runner/agents-module.ts";
import { describeLoadError } from "../runner/describe-load-error.ts";
import { settling } from "../runner/settling.ts";
import { surveyCases } from "../runner/select-cases.ts";
import { UsageError } from "../runner/usage-error.ts";
import { EXIT } from "./exit-code.ts";
import type { PlaySettings } from "./play-settings.ts";
import { prepare } from "./prepare.ts";
import { suiteFiles } from "./suite-files.ts";

/** The options of `validate`, as commander hands them over. */
export type ValidateOptions = Pick<PlaySettings, "agents" | "agentsOf">;

/** How long a factory may take. */
const ASSEMBLING_MS = 120_000;

/** Checks case files, and that their agents modules can play them. Returns the exit code. Throws UsageError and CaseFileError. */
export async function validate(
  caseFiles: readonly string[],
  options: ValidateOptions,
): Promise<number> {
  prepare("replay");
  for (const { cases, agents } of suiteFiles(caseFiles, options)) {
    const { total, skipped } = await surveyCases(
      cases,
      { pattern: undefined, tags: [], shard: undefined, allowOnly: true },
      1,
    );
    const agentsModule = await loadAgentsModule(agents);
    for await (const { case: script, line } of readCases(cases)) {
      const assembling = agentsModule.assemble({ id: script.id, trial: 1 });
      const { starting, state } = await settling(
        assembling,
        ASSEMBLING_MS,
        () => new Error("it waits for something that does not come"),
      ).catch((error: unknown) => {
        if (error instanceof UsageError) throw error;
        throw new UsageError(
          `${cases}:${line}: the factory of ${agents} failed: ${describeLoadError(error)}`,
          { cause: error },
        );
      });
      try {
        starting(script.agent);
      } catch (error) {
        throw new UsageError(`${cases}:${line}: ${(error as Error).message}`);
      }
      const expectsState = [script.expect, ...script.turns.map(({ expect }) => expect)].some(
        (expect) => expect?.state !== undefined,
      );
      if (expectsState && state === undefined) {
        throw new UsageError(
          `${cases}:${line}: the case expects a state, and ${agents} has no state(). Return { agent, state } from its factory.`,
        );
      }
    }
    process.stdout.write(
      `${cases}: ${plural(total, "case")}${skipped > 0 ? `, ${skipped} of them skipped` : ""}, played against ${agents}\n`,
    );
  }
  return EXIT.passed;
}
