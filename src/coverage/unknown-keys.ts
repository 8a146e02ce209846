import { guardedKeys, type GuardedKey } from "../cases/guarded-keys.ts";
import type { Case } from "../cases/case.ts";
import type { Expectation } from "../cases/expectation.ts";
import type { SuiteNames } from "../cases/expected-names.ts";
import { showPath, type Path } from "../json/show.ts";
import { isRecord, valueAt } from "../json/value.ts";
import type { TrialResult } from "../results/result.ts";
import type { Sources } from "./sources.ts";
import { hint, likely, type Doubt } from "./doubts.ts";

type Values = "context_variables" | "state";

/** A key that is to stay as it is or away, and that was not there where that was checked. */
interface MissedKey extends GuardedKey {
  readonly of: Values;
  readonly id: string;
  /** A key beside it that was probably meant. */
  near: string | undefined;
}

/** The keys of a run that `$unchanged` or `$absent` stands for, and that were never there in any of its trials. */
export class MissedKeys {
  readonly #missed = new Map<string, MissedKey>();
  readonly #there = new Set<string>();
  readonly #contextVariables = new Set<string>();
  readonly #lines = new Map<string, number>();

  add(testCase: Case, result: TrialResult): void {
    for (const key of Object.keys(result.context_variables)) this.#contextVariables.add(key);
    for (const step of result.steps)
      if (step.type === "context_change")
        for (const key of Object.keys(step.changes)) this.#contextVariables.add(key);
    for (const { check, turn, verdict, never_there: missed = [] } of result.checks) {
      if (verdict !== "passed" || (check !== "context_variables" && check !== "state")) continue;
      const never = new Set(missed.map((path) => showPath(path)));
      const expected = (turn === null ? testCase : testCase.turns[turn - 1])?.expect?.[check];
      for (const guarded of guardedKeys(expected)) {
        const place = `${check} ${showPath(guarded.path)}`;
        if (!never.has(showPath(guarded.path))) this.#there.add(place);
        else this.#miss(place, { ...guarded, of: check, id: testCase.id, near: undefined }, result);
      }
    }
  }

  #miss(place: string, key: MissedKey, result: TrialResult): void {
    const missed = this.#missed.get(place) ?? key;
    this.#missed.set(place, missed);
    missed.near ??= nearKey(result[missed.of], missed.path);
    if (valueAt(result[missed.of], missed.path) !== undefined) this.#there.add(place);
  }

  /** Adds the line of a case. */
  place(id: string, line: number): void {
    this.#lines.set(id, line);
  }

  async doubts(suite: SuiteNames, sources: Sources): Promise<Doubt[]> {
    const all: Doubt[] = [];
    for (const [place, { of, path, by, id, near }] of this.#missed) {
      const line = this.#lines.get(id);
      if (line === undefined || this.#there.has(place)) continue;
      const [name] = path;
      if (of === "context_variables" && path.length === 1) {
        const message = await contextProblem(String(name), suite, sources, this.#contextVariables);
        if (message !== undefined) all.push({ line, name: String(name), message });
      } else if (by === "$unchanged" || near !== undefined) {
        all.push(missedDoubt(of, path, line, near));
      }
    }
    return all;
  }
}

/** The context variables that are to stay as they are or away, and that nothing is known to set. */
export async function unknownContextVariables(
  suite: SuiteNames,
  sources: Sources,
): Promise<Doubt[]> {
  const all: Doubt[] = [];
  for (const { of, name, line } of suite.names) {
    if (of !== "context variable") continue;
    const message = await contextProblem(name, suite, sources);
    if (message !== undefined) all.push({ line, name, message });
  }
  return all;
}

/** What `state()` lacks at the beginning though it is to stay as it is, or has by a name that is nearly the same. */
export function unknownState(
  expectations: readonly Expectation[],
  state: unknown,
  line: number,
): Doubt[] {
  return expectations
    .flatMap((expectation) => guardedKeys(expectation.state))
    .filter(({ path }) => valueAt(state, path) === undefined)
    .flatMap(({ path, by }) => {
      const near = nearKey(state, path);
      return by === "$unchanged" || near !== undefined
        ? [missedDoubt("state", path, line, near)]
        : [];
    });
}

async function contextProblem(
  name: string,
  { given }: SuiteNames,
  sources: Sources,
  seen: ReadonlySet<string> = new Set(),
): Promise<string | undefined> {
  if (given.has(name) || seen.has(name)) return undefined;
  const { keys, all } = await sources.contextVariables();
  const known = new Set([...keys, ...given, ...seen]);
  // Code that cannot be read may set others.
  if (known.has(name) || (!all && likely(name, known) === undefined)) return undefined;
  return `nothing is known to set a context variable ${JSON.stringify(name)}.${hint(name, known)}`;
}

function missedDoubt(of: Values, path: Path, line: number, near: string | undefined): Doubt {
  const name = String(path.at(-1));
  const meant = near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`;
  return { line, name, message: `${of} never had ${showPath(path)}.${meant}` };
}

function nearKey(values: unknown, path: Path): string | undefined {
  const around = valueAt(values, path.slice(0, -1));
  return isRecord(around) ? likely(String(path.at(-1)), Object.keys(around)) : undefined;
}
