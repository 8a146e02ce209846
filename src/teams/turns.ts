import type { Speaker } from "../swarm/floor.ts";
import { randomFrom } from "../stats/random.ts";
import type { Standing, Turns } from "./team.ts";

/** One after the other, from the beginning again and again. */
export function roundRobin(): Turns {
  return nextInList;
}

/** Whoever stands behind the last speaker in the list of members; at the beginning the first. */
export function nextInList({
  members,
  last: [speaker],
}: Pick<Standing, "members" | "last">): Speaker | undefined {
  const index = speaker === undefined ? -1 : members.indexOf(speaker);
  return members[(index + 1) % members.length];
}

/** Each once, in order. */
export function inOrder(): Turns {
  return ({ members, rounds }) => members[rounds.length];
}

/** All at once, and once. */
export function atOnce(): Turns {
  return ({ members, rounds }) => (rounds.length === 0 ? members : undefined);
}

/** Anybody but the last, by the dice: the same `seed` throws the same. */
export function random(seed: number): Turns {
  return ({ members, last, rounds }) => {
    const dice = randomFrom(seed);
    let thrown = 0;
    for (let round = 0; round <= rounds.length; round++) thrown = dice.fraction();
    const others = members.filter((member) => members.length === 1 || !last.includes(member));
    return others[Math.floor(thrown * others.length)];
  };
}

/**
 * Each once, as soon as those that it waits for have spoken: all that can be begin at once. `prerequisites` has for each
 * waiting member the names of those before it. One whose prerequisite has failed has the floor all the same, unless
 * nothing else is left to wait for.
 */
export function after(prerequisites: Readonly<Record<string, readonly string[]>>): Turns {
  return ({ members, rounds }) => {
    const done = new Set(rounds.flat().map(({ name }) => name));
    const left = members.filter(({ name }) => !done.has(name));
    return left.filter(({ name }) =>
      (prerequisites[name] ?? []).every((before) => done.has(before)),
    );
  };
}

/** Whoever another rule gives the floor to, among those that may follow the last speaker: `{ writer: ["critic"] }`. */
export function allowed(
  transitions: Readonly<Record<string, readonly string[]>>,
  rule: Turns,
): Turns {
  const narrowed: Turns = (standing) => {
    const [speaker] = standing.last;
    const followers = speaker === undefined ? undefined : transitions[speaker.name];
    if (followers === undefined) return rule(standing);
    const members = standing.members.filter(({ name }) => followers.includes(name));
    return members.length < 2 ? (members as readonly Speaker[]) : rule({ ...standing, members });
  };
  return Object.assign(narrowed, { transitions });
}
