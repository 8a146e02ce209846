import { anyOf, described, schemaOf } from "./described.ts";
import {
  faulty,
  mustBe,
  NO_FAULTS,
  within,
  type Fault,
  type JsonSchema,
  type Rule,
} from "./fault.ts";
import { kindOf, show } from "./show.ts";
import { isRecord } from "./value.ts";

/** Lets every value through. */
export const anything: Rule = () => NO_FAULTS;

export const trueOrFalse = described(
  (value) => (typeof value === "boolean" ? NO_FAULTS : mustBe("true or false", value)),
  () => ({ type: "boolean" }),
);

/** Any string; if `whenEmpty` says what is wrong with it, not the empty one. */
export function string(whenEmpty?: string): Rule {
  return described(
    (value) => {
      if (typeof value !== "string") return mustBe("a string", value);
      return value === "" && whenEmpty !== undefined ? faulty(whenEmpty) : NO_FAULTS;
    },
    () => ({ type: "string", ...(whenEmpty === undefined ? {} : { minLength: 1 }) }),
  );
}

export const number = described(
  (value) => (typeof value === "number" ? NO_FAULTS : mustBe("a number", value)),
  () => ({ type: "number" }),
);

/** A number of at least `least`, whole or not. */
export function amount(least: number): Rule {
  return also(
    number,
    (value: number) => (value >= least ? undefined : `it must be at least ${least}, not ${value}`),
    { minimum: least },
  );
}

/** A whole number of at least `least`. */
export function count(least: number): Rule {
  return described(
    (value) =>
      typeof value === "number" && !Number.isInteger(value)
        ? faulty(`it must be a whole number, not ${value}`)
        : amount(least)(value),
    () => ({ type: "integer", minimum: least }),
  );
}

export function oneOf(options: readonly string[]): Rule {
  return described(
    (value) =>
      options.includes(value as string) ? NO_FAULTS : mustBe(`one of ${options.join(", ")}`, value),
    () => ({ enum: options }),
  );
}

/** One of the texts of a union, given as keys so that the compiler reports those that are left out. */
export function oneOfUnion<Text extends string>(texts: Readonly<Record<Text, true>>): Rule {
  return oneOf(Object.keys(texts));
}

/** A list whose items all follow a rule; if `whenEmpty` says what is wrong with it, not the empty one. */
export function list(rule: Rule, whenEmpty?: string): Rule {
  return described(
    (value) => {
      if (!Array.isArray(value)) {
        const remedy = rule(value).length === 0 ? `: write ${show([value], 60)}` : "";
        return faulty(`it must be a list, not ${kindOf(value)}${remedy}`);
      }
      if (value.length === 0 && whenEmpty !== undefined) return faulty(whenEmpty);
      return value.flatMap((item, index) => within(index, rule(item)));
    },
    () => ({
      type: "array",
      items: schemaOf(rule),
      ...(whenEmpty === undefined ? {} : { minItems: 1 }),
    }),
  );
}

/** Null, or what follows a rule. */
export function orNull(rule: Rule): Rule {
  return (value) => (value === null ? NO_FAULTS : rule(value));
}

/**
 * A rule that depends on the value, so that its faults are about what was meant. What follows it follows one of
 * `alternatives`; without them its schema says nothing.
 */
export function chosen(
  choose: (value: unknown) => (value: unknown) => readonly Fault[],
  alternatives?: readonly Rule[],
): Rule {
  const rule = (value: unknown): readonly Fault[] => choose(value)(value);
  return alternatives === undefined ? rule : described(rule, anyOf(alternatives));
}

/**
 * A rule, and a check of the values that follow it: `problemOf` returns a clause, or undefined. `more` is what JSON Schema
 * can say of the check.
 */
export function also<T>(
  rule: Rule,
  problemOf: (value: T) => string | undefined,
  more: JsonSchema = {},
): Rule {
  return described(
    (value) => {
      const faults = rule(value);
      if (faults.length > 0) return faults;
      const problem = problemOf(value as T);
      return problem === undefined ? NO_FAULTS : faulty(problem);
    },
    () => ({ ...schemaOf(rule), ...more }),
  );
}

/** An object with any keys, whose values all follow a rule. */
export function dictionary(rule: Rule): Rule {
  return described(
    members({}, [], (key, value) => within(key, rule(value))),
    () => ({ type: "object", additionalProperties: schemaOf(rule) }),
  );
}

type OptionalKey<T> = { [Key in keyof T]-?: object extends Pick<T, Key> ? Key : never }[keyof T];

/** A rule for each key of a type that a value must have. */
export type RequiredRules<T> = { readonly [Key in Exclude<keyof T, OptionalKey<T>>]: Rule };

/** A rule for each key of a type that a value may have. */
export type OptionalRules<T> = { readonly [Key in OptionalKey<T>]: Rule };

/**
 * An object with the keys of a type and no others. `elsewhere` has keys that people write here though they belong to
 * another place, each with a sentence on where.
 */
export function object<T extends object>(
  required: RequiredRules<T>,
  optional: OptionalRules<T>,
  elsewhere: Readonly<Record<string, string>> = {},
): Rule {
  const known = [...Object.keys(required), ...Object.keys(optional)];
  const rules: Readonly<Record<string, Rule>> = { ...required, ...optional };
  return described(
    members(rules, Object.keys(required), (key) => {
      const remedy = Object.hasOwn(elsewhere, key) ? elsewhere[key] : undefined;
      const problem = `unknown key ${JSON.stringify(key)}`;
      return [{ type: "key", path: [key], problem, known, remedy }];
    }),
    () => ({ ...membersSchema(rules, Object.keys(required)), additionalProperties: false }),
  );
}

/** Rules for some keys of a type. */
type SomeRules<T> = { readonly [Key in keyof T]?: Rule };

/** An object with some keys of a type, and any others. */
export function openObject<T extends object = Readonly<Record<string, unknown>>>(
  required: SomeRules<T>,
  optional: SomeRules<T> = {},
): Rule {
  const rules = { ...required, ...optional } as Readonly<Record<string, Rule>>;
  return described(
    members(rules, Object.keys(required), () => NO_FAULTS),
    () => membersSchema(rules, Object.keys(required)),
  );
}

function membersSchema(
  rules: Readonly<Record<string, Rule>>,
  required: readonly string[],
): JsonSchema {
  const properties = Object.entries(rules).map(([key, rule]) => [key, schemaOf(rule)] as const);
  return { type: "object", properties: Object.fromEntries(properties), required };
}

function members(
  rules: Readonly<Record<string, Rule>>,
  needed: readonly string[],
  others: (key: string, value: unknown) => readonly Fault[],
): Rule {
  const ruleOf = new Map(Object.entries(rules));
  return (value) => {
    if (!isRecord(value)) return mustBe("an object", value);
    let faults: Fault[] | undefined;
    for (const key of Object.keys(value)) {
      const rule = ruleOf.get(key);
      const found = rule ? within(key, rule(value[key])) : others(key, value[key]);
      for (const fault of found) (faults ??= []).push(fault);
    }
    for (const key of needed)
      if (!Object.hasOwn(value, key)) (faults ??= []).push({ type: "missing", path: [], key });
    return faults ?? NO_FAULTS;
  };
}
