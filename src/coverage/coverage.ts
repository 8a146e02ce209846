import {
  joinedQuestions,
  type CoveredAgent,
  type CoveredHandoff,
  type CoveredKey,
  type CoveredTool,
  type CoverageResult,
  type Unresolved,
} from "../results/coverage-result.ts";
import type { TrialResult } from "../results/result.ts";
import type { Agent } from "../swarm/agent/agent.ts";
import type { Member, Speaker } from "../swarm/floor.ts";
import { callsOf } from "../trajectory/calls.ts";
import { handoffsOf } from "../trajectory/handoffs.ts";
import { speechesOf } from "../trajectory/words.ts";
import { Touched } from "./touched.ts";
import { Transitions } from "./transitions.ts";
import { SwarmGraph, type FunctionReading, type KnownAgent } from "./swarm-graph.ts";

/** The owner of agents and context variables: the swarm itself. */
const SWARM = "";

/** Gathers what the trials of a suite touch of its swarm. */
export class Coverage {
  readonly #graph = new SwarmGraph();
  /** Teams and persons, with the names of those that they can give the floor to. */
  readonly #members = new Map<string, readonly string[]>();
  readonly #transitions: Transitions;
  readonly #agents: Touched;
  readonly #handoffs: Touched;
  readonly #tools: Touched;
  readonly #keys: Touched;
  readonly #checks: Touched;
  readonly #ownChecks: readonly string[];
  /** The entry agent and others at which cases begin: everything is reached from there. */
  readonly #entries = new Set<string>();
  readonly #starts = new Set<string>();
  /** Tools that were seen to answer without handing off, and those that were seen to hand off. */
  readonly #answering = new Touched(false);
  readonly #handing = new Touched(false);
  /** Context variables that were not there when a case began. */
  readonly #changed = new Set<string>();

  /** `checks` are the names of those that cases may name. */
  constructor({
    withCases,
    checks = [],
  }: {
    readonly withCases: boolean;
    readonly checks?: readonly string[];
  }) {
    this.#checks = new Touched(withCases);
    this.#ownChecks = checks;
    this.#agents = new Touched(withCases);
    this.#handoffs = new Touched(withCases);
    this.#tools = new Touched(withCases);
    this.#transitions = new Transitions(withCases);
    this.#keys = new Touched(withCases);
  }

  /** Adds whoever a case begins at that names nobody. */
  enter({ name }: Speaker): void {
    this.#entries.add(name);
  }

  /** Adds agents that there are, whether or not they are reached. Resolves when their sources are read. */
  know(agents: Iterable<Agent>): Promise<void> {
    for (const agent of agents) this.#graph.add(agent);
    return this.#graph.settled();
  }

  /** Adds teams, and whoever takes part in them that is no agent. A team reaches those that it can give the floor to. */
  knowMembers(members: Iterable<Member>): void {
    for (const member of members) {
      const within = (member.members ?? []).map(({ name }) => name);
      this.#members.set(member.name, within);
      this.#transitions.know(member.name, within, member.transitions);
    }
  }

  /** Adds what a trial touched, however it ended. `given` are the context variables that its case began with. */
  add(
    id: string,
    given: object,
    trial: Pick<TrialResult, "starting_agent" | "steps" | "context_variables">,
  ): void {
    const { starting_agent: start, steps, context_variables: kept } = trial;
    if (start === null) return;
    this.#starts.add(start);
    this.#agents.add(SWARM, start, id);
    const speeches = speechesOf(steps);
    for (const { agent } of speeches) this.#agents.add(SWARM, agent, id);
    this.#transitions.add(id, speeches);
    for (const { agent } of steps.filter(({ type }) => type === "ended"))
      this.#agents.add(SWARM, agent, id);
    for (const { from, to } of handoffsOf(steps)) {
      this.#agents.add(SWARM, to, id);
      this.#handoffs.add(from, to, id);
    }
    for (const { agent, name, result, failure, to } of callsOf(steps)) {
      if (failure === "unknown_tool") continue;
      this.#tools.add(agent, name, id);
      if (result === undefined) continue;
      (to === undefined ? this.#answering : this.#handing).add(agent, name, id);
    }
    for (const key of Object.keys(kept)) {
      this.#keys.add(SWARM, key, id);
      if (!Object.hasOwn(given, key)) this.#changed.add(key);
    }
  }

  /** Adds the checks that a case names. */
  addChecks(id: string, names: readonly string[]): void {
    for (const name of names) this.#checks.add(SWARM, name, id);
  }

  /** What was touched of all that can be reached. */
  result(): CoverageResult {
    const agents: CoveredAgent[] = [];
    const handoffs: CoveredHandoff[] = [];
    const tools: CoveredTool[] = [];
    const keys = new Set(this.#changed);
    const unresolved: Unresolved[] = [];
    const reached = new Set([...this.#entries, ...[...this.#starts].sort()]);
    for (const agent of reached) {
      const known = this.#graph.get(agent);
      const members = [...(this.#members.get(agent) ?? []), ...(known?.called ?? [])];
      for (const member of members) reached.add(member);
      agents.push({
        agent,
        known: known !== undefined || this.#members.has(agent),
        ...(members.length === 0 ? {} : { members }),
        ...this.#agents.of(SWARM, agent),
      });
      for (const [to, functions] of this.#handoffsOf(agent, known)) {
        reached.add(to);
        handoffs.push({ from: agent, to, functions, ...this.#handoffs.of(agent, to) });
      }
      for (const tool of this.#toolsOf(agent, known))
        tools.push({ agent, tool, ...this.#tools.of(agent, tool) });
      if (known === undefined) continue;
      for (const key of keysOf(known)) keys.add(key);
      unresolved.push(...this.#unresolvedOf(agent, known));
    }
    const contextKeys = [...keys]
      .sort()
      .map((key): CoveredKey => ({ key, ...this.#keys.of(SWARM, key) }));
    const transitions = this.#transitions.among(reached);
    const all = [...agents, ...handoffs, ...transitions, ...tools, ...contextKeys];
    return {
      share: all.length === 0 ? null : all.filter(({ covered }) => covered).length / all.length,
      agents,
      handoffs,
      ...(transitions.length === 0 ? {} : { transitions }),
      tools,
      context_keys: contextKeys,
      ...(this.#ownChecks.length === 0
        ? {}
        : {
            checks: this.#ownChecks.map((check) => ({ check, ...this.#checks.of(SWARM, check) })),
          }),
      unresolved: joinedQuestions(unresolved),
    };
  }

  /** Whom an agent can hand off to, with the functions that do so; none for whom it was only seen to. */
  #handoffsOf(agent: string, known: KnownAgent | undefined): [to: string, functions: string[]][] {
    const functionsTo = new Map<string, string[]>();
    for (const [name, { targets }] of functionsOf(known))
      for (const to of targets) functionsTo.set(to, [...(functionsTo.get(to) ?? []), name]);
    for (const to of this.#handoffs.names(agent)) if (!functionsTo.has(to)) functionsTo.set(to, []);
    return [...functionsTo].sort(byName);
  }

  /** The functions of an agent that do more than hand off, and what else it was seen to call. */
  #toolsOf(agent: string, known: KnownAgent | undefined): string[] {
    const seen = this.#tools.names(agent).filter((name) => known?.functions.has(name) !== true);
    const answering = functionsOf(known)
      .filter(([, { answers, targets }]) => answers || targets.size === 0)
      .map(([name]) => name);
    return [...answering, ...seen].sort();
  }

  #unresolvedOf(agent: string, known: KnownAgent): Unresolved[] {
    const open = (
      isOpen: boolean,
      about: Unresolved["about"],
      name: string,
      source: Iterable<string> = [],
    ): Unresolved[] =>
      isOpen ? [{ about, function: name, agents: [agent], source: [...source].sort() }] : [];
    const ofFunctions = functionsOf(known).flatMap(([name, reading]) => {
      const { unresolved, changesUnresolved, readsUnresolved } = reading;
      // A function that was only ever seen to answer does not hand off, whatever its source leaves open.
      const onlyAnswers = this.#answering.has(agent, name) && !this.#handing.has(agent, name);
      return [
        ...open(unresolved.size > 0 && !onlyAnswers, "handoffs", name, unresolved),
        ...open(changesUnresolved, "changes", name),
        ...open(readsUnresolved, "reads", name),
      ];
    });
    return [...ofFunctions, ...open(known.instructions.readsUnresolved, "reads", "instructions")];
  }
}

/** Sorted: agents of a name may have other functions in another trial, and the order of trials is chance. */
function functionsOf(known: KnownAgent | undefined): [name: string, reading: FunctionReading][] {
  return [...(known?.functions ?? [])].sort(byName);
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

/** The context variables that an agent's functions change or read, and its instructions read. */
function keysOf({ functions, instructions }: KnownAgent): string[] {
  const ofFunctions = [...functions.values()].flatMap(({ changes, reads }) => [
    ...changes,
    ...reads,
  ]);
  return [...ofFunctions, ...instructions.reads];
}
