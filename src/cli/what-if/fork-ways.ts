import type { Case } from "../../cases/case.ts";
import { UsageError } from "../../runner/errors.ts";
import type { Plan } from "../../runner/suite/suite.ts";
import type { Fork, ForkPoint } from "../../runner/trial/fork.ts";
import type { PlayOptions } from "../../runs/settings/options.ts";
import { plural } from "../../text/count.ts";

/** What the command is given. */
export interface ForkOptions extends Omit<PlayOptions, "modelOverride" | "variant" | "traffic"> {
  readonly at: ForkPoint;
  readonly follow: "request" | "place";
  readonly model: Fork["model"];
  readonly tools: Fork["tools"];
  readonly modelOverride?: readonly string[];
  readonly variant?: readonly string[];
  readonly agentsOverride?: readonly string[];
  readonly user?: string;
  readonly alpha: number;
  readonly failOn?: "worse";
  readonly json?: boolean;
}

/** A way in which trials go on. */
export interface Way extends Pick<PlayOptions, "modelOverride" | "variant" | "agents"> {
  readonly label: string;
  readonly says?: Plan["says"];
}

const AS_IT_IS = "as it is";

/** In which ways trials go on: always as it is, for the others to be compared with. */
export function waysOf({ modelOverride, variant, agentsOverride, user, at }: ForkOptions): Way[] {
  const ways: Way[] = [
    { label: AS_IT_IS },
    ...(modelOverride ?? []).map((model) => ({ label: model, modelOverride: model })),
    ...(variant ?? []).map((name) => ({ label: name, variant: name })),
    ...(agentsOverride ?? []).map((agents) => ({ label: agents, agents })),
    ...(user === undefined ? [] : [{ label: `user: ${user}`, says: { turn: at.turn, user } }]),
  ];
  const labels = ways.map(({ label }) => label);
  const twice = labels.find((label, index) => labels.indexOf(label) < index);
  if (twice !== undefined) throw new UsageError(`${twice} is named twice. Each is played once.`);
  if (user !== undefined && at.step > 1)
    throw new UsageError(
      `--user takes the place of what the user says in turn ${at.turn}, which step 1 of the turn is. Leave the recording there: --at ${at.turn}.`,
    );
  return ways;
}

/** Throws UsageError for a case that cannot be left at this turn. */
export function refuseUnplayable(
  { id, turns, command, user: simulated }: Case,
  { at: { turn }, user }: Pick<ForkOptions, "at" | "user">,
): void {
  const named = `The case ${JSON.stringify(id)}`;
  if (command !== undefined)
    throw new UsageError(`${named} plays a program, of which nobody can say at which step it is.`);
  if (simulated !== undefined && user !== undefined)
    throw new UsageError(
      `${named} has a model for its user: --user has nothing to take the place of.`,
    );
  if (simulated === undefined && turn > turns.length)
    throw new UsageError(`${named} has ${plural(turns.length, "turn")}, and so no turn ${turn}.`);
}
