import type { Floor } from "../swarm/floor.ts";
import { UnsupportedError } from "../swarm/unsupported.ts";

/** What a case may ask of a floor, by its key, and no framework does. */
const ASKED: Readonly<Record<string, (floor: Floor) => boolean>> = {
  context_variables: ({ contextVariables = {} }) => Object.keys(contextVariables).length > 0,
  execute_tools: ({ executeTools }) => executeTools === false,
  max_turns: ({ maxTurns }) => maxTurns !== undefined,
  model_override: ({ override, modelOverride }) => (override?.model ?? modelOverride) !== undefined,
  stream: ({ stream }) => stream === true,
  "a variant's server": ({ override }) => override?.client !== undefined,
  "a variant's api": ({ override }) => override?.api !== undefined,
  "a variant's request": ({ override }) => override?.request !== undefined,
};

/** Throws UnsupportedError for a floor that asks for what a framework does not do; `can` are those that it does. */
export function refuseBeyond(framework: string, floor: Floor, can: readonly string[]): void {
  const key = Object.keys(ASKED).find((one) => !can.includes(one) && ASKED[one]?.(floor));
  if (key === undefined) return;
  throw new UnsupportedError(
    `The case, or the command that plays it, asks for ${key}, which a target of ${framework} cannot do. Leave it out, or set it in the framework itself.`,
  );
}
