import { field, isRecord, textField } from "../../json/value.ts";
import type { CallListLine, ExpectationLine, OutputLine } from "../rules/case-line.ts";
import { literal } from "../importing/expected-calls.ts";
import { oneRubric } from "../importing/rubric.ts";
import { allFilledIn, type Variables } from "./variables.ts";

/** An assertion of promptfoo. */
export interface Assertion {
  readonly type: string;
  readonly value?: unknown;
  readonly threshold?: number;
  readonly assert?: readonly Assertion[];
}

interface Expected {
  readonly expect: ExpectationLine;
  /** Calls in any order, where `expect` has others in theirs: a case can have both. */
  readonly besides: ExpectationLine | undefined;
}

/** What a case expects of the assertions of a test. `tell` is told what no case can say. */
export function expectationOf(
  assertions: readonly Assertion[],
  variables: Variables,
  tell: (what: string) => void,
): Expected {
  const gathered = new Gathered();
  for (const assertion of flat(assertions, tell)) {
    const { type, threshold } = assertion;
    const value = allFilledIn(assertion.value, variables);
    const isLost = assertion.value !== undefined && value === undefined;
    const add = Object.hasOwn(EQUALS, type) ? EQUALS[type] : undefined;
    if (isLost || add === undefined || !add(gathered, value, threshold))
      tell(`assert ${said(assertion)}`);
  }
  return gathered.expected();
}

/** Sets of which all must hold are no more than what they hold. */
function flat(assertions: readonly Assertion[], tell: (what: string) => void): Assertion[] {
  return assertions.flatMap((assertion) => {
    if (assertion.type !== "assert-set") return [assertion];
    if (assertion.threshold !== undefined && assertion.threshold < 1) {
      tell(`assert-set of which ${assertion.threshold} must hold`);
      return [];
    }
    return flat(assertion.assert ?? [], tell);
  });
}

function said({ type, value, threshold }: Assertion): string {
  const shown = value ?? threshold;
  return shown === undefined
    ? type
    : `${type}: ${typeof shown === "string" ? shown : JSON.stringify(shown)}`;
}

/** What was found in the assertions so far. */
class Gathered {
  readonly contains: string[] = [];
  readonly icontains: string[] = [];
  readonly not_contains: string[] = [];
  readonly patterns: string[] = [];
  readonly rubrics: string[] = [];
  readonly not_called: string[] = [];
  readonly anyOrder: CallListLine[number][] = [];
  sequence: ExpectationLine["tool_calls"];
  equals: string | undefined;
  isJson = false;
  cost = Infinity;
  latency = Infinity;

  expected(): Expected {
    const judge = oneRubric(this.rubrics);
    const output: OutputLine = {
      ...unlessEmpty("contains", this.contains),
      ...unlessEmpty("icontains", this.icontains),
      ...unlessEmpty("not_contains", this.not_contains),
      ...(this.patterns.length === 0 ? {} : { regex: allOf(this.patterns) }),
      ...(this.equals === undefined ? {} : { equals: this.equals }),
      ...(this.isJson ? { json: { $any: true } } : {}),
      ...(judge === undefined ? {} : { judge }),
    };
    const called = this.#calledInAnyOrder();
    const calls = this.sequence ?? called;
    return {
      expect: {
        ...(calls === undefined ? {} : { tool_calls: calls }),
        ...unlessEmpty("not_called", this.not_called),
        ...(Object.keys(output).length === 0 ? {} : { output }),
        ...(this.cost === Infinity ? {} : { max_cost: this.cost }),
        ...(this.latency === Infinity ? {} : { max_latency_ms: this.latency }),
      },
      besides:
        this.sequence === undefined || called === undefined ? undefined : { tool_calls: called },
    };
  }

  /** A call that is expected by its name alone is the one whose arguments are expected, too. */
  #calledInAnyOrder(): ExpectationLine["tool_calls"] {
    const withArguments = new Set(this.anyOrder.map((call) => field(call, "name")));
    const calls = this.anyOrder.filter(
      (call) => typeof call !== "string" || !withArguments.has(call),
    );
    return calls.length === 0 ? undefined : { mode: "any_order", calls };
  }
}

function unlessEmpty<Key extends string>(key: Key, list: readonly string[]) {
  return (list.length === 0 ? {} : { [key]: list }) as { readonly [_ in Key]?: readonly string[] };
}

/** Adds what an assertion asks for; false if a case cannot say it. */
type Add = (gathered: Gathered, value: unknown, threshold: number | undefined) => boolean;

/** The types of assertions that have an equal. None lets through what promptfoo would fail. */
const EQUALS: Readonly<Record<string, Add>> = {
  contains: texts(({ contains }) => contains),
  "contains-all": texts(({ contains }) => contains),
  icontains: texts(({ icontains }) => icontains),
  "icontains-all": texts(({ icontains }) => icontains),
  "not-contains": texts(({ not_contains }) => not_contains),
  "not-contains-any": texts(({ not_contains }) => not_contains),
  "contains-any": pattern((...parts) => parts.map(escaped).join("|")),
  "starts-with": pattern((start) => `^${escaped(start)}`),
  "not-starts-with": pattern((start) => `^(?!${escaped(start)})`),
  regex: pattern((regex) => regex),
  "not-regex": pattern((regex) => `^(?![^]*(?:${regex}))`),
  equals(gathered, value) {
    if (!isText(value) || gathered.equals !== undefined) return false;
    gathered.equals = String(value);
    return true;
  },
  "is-json"(gathered, schema) {
    gathered.isJson = true;
    return schema === undefined;
  },
  "llm-rubric": rubric((text) => text),
  "model-graded-closedqa": rubric((text) => text),
  "trajectory:goal-success": rubric((goal) => `The conversation reaches this goal: ${goal}`),
  cost(gathered, _, threshold) {
    gathered.cost = Math.min(gathered.cost, threshold ?? Infinity);
    return threshold !== undefined;
  },
  latency(gathered, _, threshold) {
    gathered.latency = Math.min(gathered.latency, threshold ?? Infinity);
    return threshold !== undefined;
  },
  "trajectory:tool-used": texts(({ anyOrder }) => anyOrder, isName),
  "not-trajectory:tool-used": texts(({ not_called }) => not_called, isName),
  "trajectory:tool-args-match"(gathered, value) {
    const name = textField(value, "name");
    const args = field(value, "args") ?? field(value, "arguments");
    const only = isRecord(value) && Object.keys(value).every((key) => ARGUMENT_KEYS.has(key));
    if (name === undefined || !isRecord(args) || !only) return false;
    const isExact = field(value, "mode") === "exact";
    gathered.anyOrder.push(
      isExact || Object.keys(args).length > 0
        ? { name, arguments: isExact ? literal(args) : { $partial: literal(args) } }
        : name,
    );
    return true;
  },
  "trajectory:tool-sequence"(gathered, value) {
    const steps = Array.isArray(value) ? (value as unknown[]) : field(value, "steps");
    if (!Array.isArray(steps) || !steps.every(isName) || gathered.sequence !== undefined)
      return false;
    if (field(value, "mode") === "exact") gathered.sequence = steps;
    else if (steps.length === 0) return false;
    else gathered.sequence = { mode: "in_order", calls: steps };
    return true;
  },
};

const ARGUMENT_KEYS = new Set(["name", "args", "arguments", "mode"]);

/** Adds a text, or each of a list of them. */
function texts(
  list: (gathered: Gathered) => CallListLine[number][],
  isUsable: (value: unknown) => boolean = isText,
): Add {
  return (gathered, value) => {
    const parts: unknown[] = [value].flat();
    if (parts.length === 0 || !parts.every(isUsable)) return false;
    list(gathered).push(...parts.map(String));
    return true;
  };
}

/** Adds a pattern, written of a text or of a list of them. */
function pattern(write: (...parts: string[]) => string): Add {
  return (gathered, value) => {
    const parts: unknown[] = [value].flat();
    if (parts.length === 0 || !parts.every(isText)) return false;
    const regex = write(...parts.map(String));
    if (!isRegex(regex)) return false;
    gathered.patterns.push(regex);
    return true;
  };
}

function rubric(write: (text: string) => string): Add {
  return (gathered, value, threshold) => {
    const text = typeof value === "string" ? value : textField(value, "goal");
    if (text === undefined || text === "" || threshold !== undefined) return false;
    gathered.rubrics.push(write(text));
    return true;
  };
}

function isText(value: unknown): value is string | number {
  return (
    (typeof value === "string" && value !== "" && !value.startsWith("file://")) ||
    typeof value === "number"
  );
}

/** A name that stands for itself alone. */
function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "" && !/[*?]/.test(value);
}

function isRegex(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

/** One pattern that matches what all of several match. */
function allOf(patterns: readonly string[]): string {
  const [only = ""] = patterns;
  if (patterns.length === 1) return only;
  return `^${patterns.map((regex) => `(?=[^]*?(?:${regex}))`).join("")}`;
}
