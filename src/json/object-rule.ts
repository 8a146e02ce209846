import { FAULTLESS, within } from "./fault.ts";
import type { Fault, Rule } from "./fault.ts";
import { isRecord } from "./is-record.ts";
import { mustBe } from "./rules.ts";

type OptionalKey<T> = { [Key in keyof T]-?: object extends Pick<T, Key> ? Key : never }[keyof T];

/** A rule for each key of a type that a value must have. */
export type RequiredRules<T> = { readonly [Key in Exclude<keyof T, OptionalKey<T>>]: Rule };

/** A rule for each key of a type that a value may have. */
export type OptionalRules<T> = { readonly [Key in OptionalKey<T>]: Rule };

/**
 * An object with the keys of a type and no others. `elsewhere` says of keys that people write here, though they belong
 * to another place, what to do with them.
 */
export function object<T extends object>(
  required: RequiredRules<T>,
  optional: OptionalRules<T>,
  elsewhere: Readonly<Record<string, string>> = {},
): Rule {
  const known = [...Object.keys(required), ...Object.keys(optional)];
  return members({ ...required, ...optional }, Object.keys(required), (key) => {
    const remedy = Object.hasOwn(elsewhere, key) ? elsewhere[key] : undefined;
    const problem = `unknown key ${JSON.stringify(key)}`;
    return [{ type: "key", path: [key], problem, known, remedy }];
  });
}

/** Rules for some keys of a type. */
type SomeRules<T> = { readonly [Key in keyof T]?: Rule };

/** An object with these keys, of those of a type, and whatever others; those that it may lack have a rule all the same. */
export function openObject<T extends object = Readonly<Record<string, unknown>>>(
  required: SomeRules<T>,
  optional: SomeRules<T> = {},
): Rule {
  const rules = { ...required, ...optional } as Readonly<Record<string, Rule>>;
  return members(rules, Object.keys(required), () => FAULTLESS);
}

function members(
  rules: Readonly<Record<string, Rule>>,
  needed: readonly string[],
  others: (key: string) => readonly Fault[],
): Rule {
  const ruleOf = new Map(Object.entries(rules));
  return (value) => {
    if (!isRecord(value)) return mustBe("an object", value);
    let faults: Fault[] | undefined;
    for (const key of Object.keys(value)) {
      const rule = ruleOf.get(key);
      const found = rule === undefined ? others(key) : within(key, rule(value[key]));
      for (const fault of found) (faults ??= []).push(fault);
    }
    for (const key of needed)
      if (!Object.hasOwn(value, key)) (faults ??= []).push({ type: "missing", path: [], key });
    return faults ?? FAULTLESS;
  };
}
