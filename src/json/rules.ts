import { FAULTLESS, faulty, within } from "./fault.ts";
import type { Fault, Rule } from "./fault.ts";
import { isRecord } from "./is-record.ts";
import { show } from "./show.ts";
import { cut } from "../text/cut.ts";

/** Lets every value through. */
export const anything: Rule = () => FAULTLESS;

/** A boolean. */
export const trueOrFalse: Rule = (value) =>
  typeof value === "boolean" ? FAULTLESS : mustBe("true or false", value);

/** Any string, or one that is not empty where `whenEmpty` says what is wrong with that. */
export function string(whenEmpty?: string): Rule {
  return (value) => {
    if (typeof value !== "string") return mustBe("a string", value);
    return value === "" && whenEmpty !== undefined ? faulty(whenEmpty) : FAULTLESS;
  };
}

/** Any number. */
export const number: Rule = (value) =>
  typeof value === "number" ? FAULTLESS : mustBe("a number", value);

/** A number of at least `least`. */
export function amount(least: number): Rule {
  return also(number, (value: number) =>
    value >= least ? undefined : `it must be at least ${least}, not ${value}`,
  );
}

/** A whole number of at least `least`. */
export function count(least: number): Rule {
  return (value) =>
    typeof value === "number" && !Number.isInteger(value)
      ? faulty(`it must be a whole number, not ${value}`)
      : amount(least)(value);
}

/** One of these texts. */
export function oneOf(options: readonly string[]): Rule {
  return (value) =>
    options.includes(value as string) ? FAULTLESS : mustBe(`one of ${options.join(", ")}`, value);
}

/** One of the texts of a union: as keys, so that the compiler misses those that are left out. */
export function oneOfUnion<Text extends string>(texts: Readonly<Record<Text, true>>): Rule {
  return oneOf(Object.keys(texts));
}

/** A list whose items all follow a rule; an empty one only where `whenEmpty` says nothing against it. */
export function list(rule: Rule, whenEmpty?: string): Rule {
  return (value) => {
    if (!Array.isArray(value)) {
      const remedy = rule(value).length === 0 ? `: write ${show([value], 60)}` : "";
      return faulty(`it must be a list, not ${kindOf(value)}${remedy}`);
    }
    if (value.length === 0 && whenEmpty !== undefined) return faulty(whenEmpty);
    const faults: Fault[] = [];
    for (const [index, item] of value.entries())
      for (const fault of within(index, rule(item))) faults.push(fault);
    return faults;
  };
}

/** Null, or what follows a rule. */
export function orNull(rule: Rule): Rule {
  return (value) => (value === null ? FAULTLESS : rule(value));
}

/** The rule that the value itself chooses, so that what is said of it speaks of what was meant. */
export function chosen(choose: (value: unknown) => Rule): Rule {
  return (value) => choose(value)(value);
}

/** A rule, and what is only asked of a value that follows it: `problemOf` gives a clause, or undefined. */
export function also<T>(rule: Rule, problemOf: (value: T) => string | undefined): Rule {
  return (value) => {
    const faults = rule(value);
    if (faults.length > 0) return faults;
    const problem = problemOf(value as T);
    return problem === undefined ? FAULTLESS : faulty(problem);
  };
}

/** An object with any keys, whose values all follow a rule. */
export function dictionary(rule: Rule): Rule {
  return (value) => {
    if (!isRecord(value)) return mustBe("an object", value);
    const faults: Fault[] = [];
    for (const key of Object.keys(value))
      for (const fault of within(key, rule(value[key]))) faults.push(fault);
    return faults;
  };
}

/** The fault of a value of another kind: `it must be a number, not a list`. */
export function mustBe(what: string, value: unknown): readonly Fault[] {
  return faulty(`it must be ${what}, not ${kindOf(value)}`);
}

/** `a list`, `an empty object`, `"abc"`, `12`, `undefined`. */
export function kindOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return cut(String(JSON.stringify(value)), 40);
  const empty = Object.keys(value).length === 0;
  if (Array.isArray(value)) return empty ? "an empty list" : "a list";
  return empty ? "an empty object" : "an object";
}
