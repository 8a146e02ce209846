import type {
  CoveredAgent,
  CoveredHandoff,
  CoveredKey,
  CoveredTool,
  CoverageResult,
  Covered,
} from "../results/coverage-result.ts";
import type { TrialResult } from "../results/result.ts";
import type { Agent } from "../swarm/agent/agent.ts";
import { callsOf } from "../trajectory/calls.ts";
import { handoffsOf } from "../trajectory/handoffs.ts";
import { SwarmGraph } from "./swarm-graph.ts";
import type { KnownAgent } from "./swarm-graph.ts";
import { UnresolvedList } from "./unresolved-list.ts";

/** What a trial needs to say to be counted. */
type TouchingTrial = Pick<TrialResult, "starting_agent" | "steps" | "context_variables">;

/** Gathers what the trials of a suite touch of its swarm. */
export class Coverage {
  readonly #graph = new SwarmGraph();
  readonly #agents: Touched;
  readonly #handoffs: Touched;
  readonly #tools: Touched;
  readonly #keys: Touched;
  /** The entry agent, and others where cases begin: what is reached is reached from there. */
  readonly #entries = new Set<string>();
  readonly #starts = new Set<string>();
  /** Tools of which a call was answered with something else than a handoff, and those of which one handed off. */
  readonly #answering = new Set<string>();
  readonly #handing = new Set<string>();
  /** Context variables that were not there when a case began. */
  readonly #changed = new Set<string>();

  constructor({ withCases }: { readonly withCases: boolean }) {
    this.#agents = new Touched(withCases);
    this.#handoffs = new Touched(withCases);
    this.#tools = new Touched(withCases);
    this.#keys = new Touched(withCases);
  }

  /** Takes in where a case begins that does not say so itself. */
  enter({ name }: Agent): void {
    this.#entries.add(name);
  }

  /** Takes in agents that there are, whether or not they are reached. Resolves when their sources are read. */
  know(agents: Iterable<Agent>): Promise<void> {
    for (const agent of agents) this.#graph.add(agent);
    return this.#graph.settled();
  }

  /** Takes in what a trial touched, however it ended. `given` are the context variables that its case began with. */
  add(id: string, given: object, trial: TouchingTrial): void {
    const { starting_agent: start, steps, context_variables: kept } = trial;
    if (start === null) return;
    this.#starts.add(start);
    this.#agents.add(start, id);
    for (const { from, to } of handoffsOf(steps)) {
      this.#agents.add(to, id);
      this.#handoffs.add(pair(from, to), id);
    }
    for (const { agent, name, result, failure, to } of callsOf(steps)) {
      if (failure === "unknown_tool") continue;
      this.#tools.add(pair(agent, name), id);
      if (result === undefined) continue;
      (to === undefined ? this.#answering : this.#handing).add(pair(agent, name));
    }
    for (const key of Object.keys(kept)) {
      this.#keys.add(key, id);
      if (!Object.hasOwn(given, key)) this.#changed.add(key);
    }
  }

  /** What was touched of all that can be reached. */
  result(): CoverageResult {
    const agents: CoveredAgent[] = [];
    const handoffs: CoveredHandoff[] = [];
    const tools: CoveredTool[] = [];
    const keys = new Set(this.#changed);
    const unresolved = new UnresolvedList();
    const reached = new Set([...this.#entries, ...[...this.#starts].sort()]);
    for (const agent of reached) {
      const known = this.#graph.get(agent);
      agents.push({ agent, known: known !== undefined, ...this.#agents.of(agent) });
      for (const [to, functions] of this.#handoffsOf(agent, known)) {
        reached.add(to);
        handoffs.push({ from: agent, to, functions, ...this.#handoffs.of(pair(agent, to)) });
      }
      for (const tool of this.#toolsOf(agent, known))
        tools.push({ agent, tool, ...this.#tools.of(pair(agent, tool)) });
      for (const key of keysOf(known)) keys.add(key);
      this.#addUnresolved(agent, known, unresolved);
    }
    const contextKeys = [...keys].sort().map((key): CoveredKey => ({ key, ...this.#keys.of(key) }));
    const all = [...agents, ...handoffs, ...tools, ...contextKeys];
    return {
      share: all.length === 0 ? null : all.filter(({ covered }) => covered).length / all.length,
      agents,
      handoffs,
      tools,
      context_keys: contextKeys,
      unresolved: unresolved.all(),
    };
  }

  /** Whom an agent can hand off to, with the functions that do so; none for whom it was only seen to. */
  #handoffsOf(agent: string, known: KnownAgent | undefined): Map<string, string[]> {
    const functionsTo = new Map<string, string[]>();
    for (const [name, { targets }] of known?.functions ?? [])
      for (const to of targets) functionsTo.set(to, [...(functionsTo.get(to) ?? []), name]);
    for (const to of second(agent, this.#handoffs))
      if (!functionsTo.has(to)) functionsTo.set(to, []);
    return functionsTo;
  }

  /** The functions of an agent that do more than hand off, and what else it was seen to call. */
  #toolsOf(agent: string, known: KnownAgent | undefined): Set<string> {
    const tools = new Set<string>();
    for (const [name, { answers, targets }] of known?.functions ?? [])
      if (answers || targets.size === 0) tools.add(name);
    for (const name of second(agent, this.#tools))
      if (known?.functions.has(name) !== true) tools.add(name);
    return tools;
  }

  #addUnresolved(agent: string, known: KnownAgent | undefined, unresolved: UnresolvedList): void {
    for (const [name, reading] of known?.functions ?? []) {
      const tool = pair(agent, name);
      // Whoever has only ever been seen to answer is no handoff, whatever the source leaves open.
      const answers = this.#answering.has(tool) && !this.#handing.has(tool);
      unresolved.add(agent, name, answers ? { ...reading, unresolved: [] } : reading);
    }
    const readsUnresolved = known?.instructions.readsUnresolved === true;
    unresolved.add(agent, "instructions", {
      unresolved: [],
      changesUnresolved: false,
      readsUnresolved,
    });
  }
}

/** The context variables that an agent's functions change or read, and its instructions read. */
function keysOf(known: KnownAgent | undefined): string[] {
  if (known === undefined) return [];
  const ofFunctions = [...known.functions.values()].flatMap(({ changes, reads }) => [
    ...changes,
    ...reads,
  ]);
  return [...ofFunctions, ...known.instructions.reads];
}

/** A name for two names. */
function pair(one: string, other: string): string {
  return JSON.stringify([one, other]);
}

function* second(first: string, touched: Touched): Generator<string> {
  for (const name of touched.names()) {
    const [one, other] = JSON.parse(name) as [string, string];
    if (one === first) yield other;
  }
}

/** Things that cases touched, by name. */
class Touched {
  readonly #withCases: boolean;
  readonly #cases = new Map<string, Set<string>>();

  /** Which cases touched what is kept only on request: it grows with the suite. */
  constructor(withCases: boolean) {
    this.#withCases = withCases;
  }

  add(name: string, caseId: string): void {
    const cases = this.#cases.get(name);
    if (cases === undefined) this.#cases.set(name, new Set([caseId]));
    else if (this.#withCases) cases.add(caseId);
  }

  /** Sorted: in which order cases finish is chance. */
  names(): string[] {
    return [...this.#cases.keys()].sort();
  }

  of(name: string): Covered {
    const cases = this.#cases.get(name);
    return {
      covered: cases !== undefined,
      ...(this.#withCases ? { cases: [...(cases ?? [])].sort() } : {}),
    };
  }
}
