import { MEMBER } from "../swarm/agent/member.ts";
import { copyContext, mergeContext } from "../swarm/agent/context-variables.ts";
import type { Message } from "../swarm/agent/chat-client.ts";
import { messageWithoutHint } from "../swarm/agent/hint.ts";
import {
  isMember,
  type Floor,
  type LoopEvent,
  type Member,
  type Response,
  type Speaker,
} from "../swarm/floor.ts";
import { cutShort, loop } from "../swarm/loop.ts";
import type { ContextVariables, EndReason } from "../trajectory/trajectory.ts";
import { contentText } from "../trajectory/content.ts";
import { heardBy } from "./heard-by.ts";
import { noting } from "./noting.ts";
import { sideBySide } from "./side-by-side.ts";
import { MemberEnded, NobodyThereError } from "./person.ts";

/** How things stand in a team when somebody is to be given the floor, or it may be over. */
export interface Standing {
  readonly members: readonly Speaker[];
  /** The conversation so far, from before the team had it; each message of a member says its `sender`. */
  readonly messages: readonly Message[];
  /** Those who had the floor last; none at the beginning. */
  readonly last: readonly Speaker[];
  /** Who has had the floor, in order: a list for each round. */
  readonly rounds: readonly (readonly Speaker[])[];
  /** The members that failed so far. */
  readonly failed: readonly string[];
  readonly contextVariables: Readonly<Record<string, unknown>>;
  readonly floor: Floor;
}

type Next = Speaker | readonly Speaker[] | undefined;

/** Who speaks next: one, several at once, or nobody. A generator may ask a model, and yields what that does. */
export interface Turns {
  (standing: Standing): Next | Promise<Next> | AsyncGenerator<LoopEvent, Next>;
  /** Who may follow whom, by name; for coverage, if the rule knows it. */
  readonly transitions?: Readonly<Record<string, readonly string[]>>;
}

/** Whether a team has come to its end. */
export type Ending = (standing: Standing) => boolean | Promise<boolean>;

/** What a team is made of. */
export interface TeamOptions {
  /** Unique among all agents and members of a module. */
  readonly name: string;
  /** For whoever chooses the next speaker. */
  readonly description?: string | undefined;
  readonly members: readonly Speaker[];
  readonly turns: Turns;
  /** When it is over. It is asked after every round. */
  readonly until?: Ending | undefined;
  /** At most so many rounds; without it and `until`, the rule must come to an end. */
  readonly maxRounds?: number | undefined;
  /** What others hear of a team that is over: all that was said (by default), the last words, or what an agent sums up. */
  readonly summary?: "last" | Speaker | undefined;
  /** True lets a team go on without the words of a member that fails: the API, a time limit, an error that it throws. */
  readonly tolerant?: boolean | undefined;
}

/**
 * Members, a rule of turns and an end; itself a member, so that teams may be members of teams. Throws a TypeError for
 * options that cannot be meant.
 */
export function team(options: TeamOptions): Member {
  const { name, description, members } = options;
  requireMembers(options);
  return {
    [MEMBER]: true,
    name,
    description,
    members,
    transitions: options.turns.transitions,
    speak(floor) {
      return speak(this, options, floor);
    },
  };
}

async function* speak(
  self: Member,
  { name, members, turns, until, maxRounds = Infinity, summary, tolerant = false }: TeamOptions,
  floor: Floor,
): AsyncGenerator<LoopEvent, Response> {
  const { completions } = floor;
  const contextVariables = copyContext(floor.contextVariables ?? {});
  const given = floor.messages as readonly Message[];
  const said: Message[] = [];
  const rounds: (readonly Speaker[])[] = [];
  const failed: { readonly member: string; readonly message: string }[] = [];
  const standing = (): Standing => ({
    members,
    messages: [...given, ...said],
    last: rounds.at(-1) ?? [],
    rounds,
    failed: failed.map(({ member }) => member),
    contextVariables,
    floor,
  });
  let reason: EndReason | undefined;
  while (reason === undefined) {
    floor.signal?.throwIfAborted();
    if (rounds.length > 0 && (await until?.(standing())) === true) reason = "termination";
    else if (rounds.length >= maxRounds) reason = "rounds";
    else if (completions.taken >= completions.most) {
      if (!completions.cut) yield cutShort(name, completions);
      reason = "rounds";
    } else reason = yield* nextRound();
  }
  yield {
    type: "ended",
    agent: name,
    reason,
    rounds: rounds.length,
    ...(failed.length === 0 ? {} : { failed }),
  };
  return { messages: yield* heardOfIt(), agent: self, contextVariables };

  async function* nextRound(): AsyncGenerator<LoopEvent, EndReason | undefined> {
    const next = yield* chosen(turns(standing()));
    if (next.length === 0) return "nobody";
    rounds.push(next);
    const [first] = next;
    const before = failed.length;
    try {
      const responses =
        next.length === 1 && first !== undefined
          ? [yield* turnOf(first, floor)]
          : yield* atOnce(next);
      for (const response of responses) {
        if (response === undefined) continue;
        said.push(...response.messages);
        // Members at once each had a copy, and are taken in their order.
        mergeContext(contextVariables, response.changes);
      }
    } catch (error) {
      if (error instanceof MemberEnded) return error.reason;
      throw error;
    }
    return failed.length - before === next.length ? "failed" : undefined;
  }

  /** Each may take all completions that are left: who is cut short does not depend on who is quicker. */
  async function* atOnce(
    next: readonly Speaker[],
  ): AsyncGenerator<LoopEvent, (Spoken | undefined)[]> {
    const shares = next.map(() => ({ ...completions }));
    const runs = shares.map(
      (share, index) => () => turnOf(next[index] as Speaker, { ...floor, completions: share }),
    );
    const { taken } = completions;
    const names = next.map((member) => member.name);
    const responses = yield* sideBySide(runs, names);
    for (const share of shares) {
      completions.taken += share.taken - taken;
      completions.cut ||= share.cut;
    }
    return responses;
  }

  /** What a member does with the floor; undefined if it fails, and that is tolerated. */
  async function* turnOf(
    member: Speaker,
    floor: Floor,
  ): AsyncGenerator<LoopEvent, Spoken | undefined> {
    try {
      const conversation = [...given, ...said];
      const isTeam = isMember(member) && member.members !== undefined;
      // A team's members each hear it from where they stand.
      const heard = isTeam ? conversation : heardBy(member.name, conversation);
      const changes: ContextVariables = {};
      const response = yield* noting(
        changes,
        loop({ ...floor, agent: member, messages: heard, contextVariables }, floor.defaultClient),
      );
      const messages = response.messages.map((message) =>
        // Whoever an agent hands on to speaks for it. In a team, each speaks for itself.
        isTeam || "tool_name" in message ? message : { ...message, sender: member.name },
      );
      return { messages, changes };
    } catch (error) {
      if (!tolerant || !isOfMember(error, floor)) throw error;
      failed.push({ member: member.name, message: messageWithoutHint(error) });
      return undefined;
    }
  }

  async function* heardOfIt(): AsyncGenerator<LoopEvent, Message[]> {
    if (summary === undefined) return said;
    if (summary === "last") {
      const last = said.findLast(({ role, content }) => isWords(role) && content !== "");
      return last === undefined ? [] : [{ ...withoutCalls(last), sender: name }];
    }
    const heard = heardBy(summary.name, [...given, ...said]);
    const { messages } = yield* loop(
      { ...floor, agent: summary, messages: heard, contextVariables },
      floor.defaultClient,
    );
    const words = messages.findLast(({ role }) => role === "assistant");
    return words === undefined ? [] : [{ ...withoutCalls(words), sender: name }];
  }
}

function isWords(role: string): boolean {
  return role === "assistant" || role === "user";
}

function withoutCalls({ role, content = null }: Message): Message {
  return { role, content: contentText(content) };
}

/** A miss in a replay, an abort and a person's end are no failures of a member. */
function isOfMember(error: unknown, { signal }: Floor): boolean {
  if (signal?.aborted === true || error instanceof MemberEnded) return false;
  return !(error instanceof NobodyThereError);
}

/** What a member did with the floor. */
interface Spoken {
  readonly messages: readonly Message[];
  /** What it changed in the context variables. */
  readonly changes: ContextVariables;
}

async function* chosen(next: ReturnType<Turns>): AsyncGenerator<LoopEvent, readonly Speaker[]> {
  const found = isGenerator(next) ? yield* next : await next;
  if (found === undefined) return [];
  return Array.isArray(found) ? (found as readonly Speaker[]) : [found as Speaker];
}

function isGenerator(next: ReturnType<Turns>): next is AsyncGenerator<LoopEvent, Next> {
  return typeof next === "object" && next !== null && Symbol.asyncIterator in next;
}

function requireMembers({ name, members, maxRounds }: TeamOptions): void {
  if (typeof name !== "string" || name === "")
    throw new TypeError("A team needs a name, by which cases and reports know it.");
  if (members.length === 0) throw new TypeError(`The team ${name} has no members.`);
  const names = [name, ...members.map((member) => member.name)];
  const twice = names.find((one, index) => names.indexOf(one) !== index);
  if (twice !== undefined)
    throw new TypeError(`The team ${name} has ${twice} twice: give each its own name.`);
  if (maxRounds !== undefined && !(maxRounds >= 1))
    throw new TypeError(`The team ${name}: maxRounds must be at least 1, not ${maxRounds}.`);
}
