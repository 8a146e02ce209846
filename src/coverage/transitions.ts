import type { CoveredTransition } from "../results/coverage-result.ts";
import type { Speech } from "../trajectory/words.ts";
import { Touched } from "./touched.ts";

interface Team {
  /** The names of its members. */
  readonly members: readonly string[];
  /** Who may follow whom. */
  readonly allowed: ReadonlyMap<string, readonly string[]>;
}

/** Who followed whom in teams whose rule says who may. */
export class Transitions {
  readonly #teams = new Map<string, Team>();
  readonly #taken: Touched;

  constructor(withCases: boolean) {
    this.#taken = new Touched(withCases);
  }

  /** Adds a member, those within it, and who of them may follow whom. */
  know(
    name: string,
    members: readonly string[],
    transitions: Readonly<Record<string, readonly string[]>> = {},
  ): void {
    const among = (names: readonly string[]) => names.filter((one) => members.includes(one));
    const from = among(Object.keys(transitions));
    const allowed = new Map(from.map((one) => [one, among(transitions[one] ?? [])]));
    this.#teams.set(name, { members, allowed });
  }

  /** Adds who had the floor in a trial. */
  add(caseId: string, speeches: readonly Speech[]): void {
    for (const [name, { members, allowed }] of this.#teams) {
      if (allowed.size === 0) continue;
      const memberOf = new Map(
        members.flatMap((one) => this.#within(one).map((leaf) => [leaf, one])),
      );
      for (const [index, { agent, turn }] of speeches.entries()) {
        const before = speeches[index - 1];
        const from = before?.turn === turn ? memberOf.get(before.agent) : undefined;
        const to = memberOf.get(agent);
        if (from !== undefined && to !== undefined && from !== to)
          this.#taken.add(name, transition(from, to), caseId);
      }
    }
  }

  /** Those that may be taken in these teams, in the order in which their rules name them. Nobody follows itself. */
  among(teams: Iterable<string>): CoveredTransition[] {
    return [...teams].flatMap((team) =>
      [...(this.#teams.get(team)?.allowed ?? [])].flatMap(([from, followers]) =>
        followers
          .filter((to) => to !== from)
          .map((to) => ({ team, from, to, ...this.#taken.of(team, transition(from, to)) })),
      ),
    );
  }

  /** Somebody, and all that are within it. */
  #within(name: string): string[] {
    const { members = [] } = this.#teams.get(name) ?? {};
    return [name, ...members.flatMap((one) => this.#within(one))];
  }
}

function transition(from: string, to: string): string {
  return `${from}\n${to}`;
}
