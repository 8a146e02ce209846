import { setTimeout } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { jsonl, newProject, type Finished, type Project } from "../support/project.ts";
import { startStandIn, type StandIn, type StandInReply } from "../support/stand-in.ts";

/** A project whose agents look at the clock and throw dice, and a provider that has them do it. */
export interface Looking extends Project {
  /** Plays its cases, in a process of its own if `apart`. */
  play(args?: readonly string[], apart?: boolean): Promise<Finished>;
  /** What the tool answered in each trial of the last run, by case and trial. */
  seen(): Record<string, string>;
  readonly provider: StandIn;
}

/**
 * The tool `look` is the body of an async function, in a module that begins with `top`; `agent` has more options of the
 * agent. `factory` is done before the agent is made. Every case has the tool called `calls` times, one after the other.
 * The first request gets the `refusal`, if there is one. The provider also answers `?wait=20` of the address in
 * OPENAI_BASE_URL, after so many milliseconds.
 */
export async function looking(
  look: string,
  {
    top = "",
    factory = "",
    agent = "",
    calls = 1,
    cases = [{ id: "look" }] as readonly object[],
    refusal = undefined as StandInReply | undefined,
  } = {},
): Promise<Looking> {
  const provider = await startStandIn(async ({ body, path, index }) => {
    if (index === 0 && refusal !== undefined) return refusal;
    const [, wait] = /wait=(\d+)/.exec(path) ?? [];
    if (wait !== undefined) {
      await setTimeout(Number(wait));
      return { raw: JSON.stringify({ waited: wait }) };
    }
    const answers = body.messages.filter(({ role }) => role === "tool");
    return answers.length < calls ? { calls: [{ name: "look" }] } : { say: "Thank you." };
  });
  onTestFinished(() => provider.close());
  const project = newProject({
    "evals/clerk.ts": `import { Agent } from "swarm-eval";
      ${top}
      export default async ({ id, trial }) => {
        ${factory}
        const look = async () => { ${look} };
        return new Agent({ name: "Clerk", functions: [look], ${agent} });
      };`,
    "evals/clerk.jsonl": jsonl(
      ...cases.map((one) => ({ user: "Look!", expect: { not_called: ["go"] }, ...one })),
    ),
  });
  const environment = { OPENAI_BASE_URL: provider.baseUrl, OPENAI_API_KEY: "none" };
  return {
    ...project,
    provider,
    play(args = [], apart = false) {
      const words = ["run", "evals/clerk.jsonl", ...args];
      return apart
        ? project.start(words, environment).finished
        : project.swarmEval(words, environment);
    },
    seen() {
      const { cases: played } = JSON.parse(project.read("reports/clerk.json")) as Result;
      return Object.fromEntries(
        played.flatMap(({ id, trials }) =>
          trials.map(({ trial, steps }) => [
            `${id} ${trial}`,
            steps
              .filter(({ type }) => type === "tool_result")
              .map(({ content }) => content)
              .join("\n"),
          ]),
        ),
      );
    },
  };
}

interface Result {
  readonly cases: readonly {
    readonly id: string;
    readonly trials: readonly {
      readonly trial: number;
      readonly steps: readonly { readonly type: string; readonly content?: string }[];
    }[];
  }[];
}

/** The flags that record into a directory of its own. */
export function recordedAs(fixtures: string): string[] {
  return ["--traffic", "record", "--fixtures", fixtures];
}
