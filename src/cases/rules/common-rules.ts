import { faulty, mustBe } from "../../json/fault.ts";
import type { Rule } from "../../json/fault.ts";
import { isRecord } from "../../json/value.ts";
import { also, chosen, string } from "../../json/rules.ts";
import { isMatcher } from "../matchers.ts";

/** What is wrong with a list or an object of which nothing could fail. */
export const EMPTY = "it is empty, so it would hold whatever happens";

/** An object that says something. */
export function saying(rule: Rule): Rule {
  return also(rule, (value: object) => (Object.keys(value).length === 0 ? EMPTY : undefined));
}

/** What is not compared as values are. */
export function plain(rule: Rule): Rule {
  return (value) =>
    isMatcher(value)
      ? faulty("no matcher may stand here: they are for arguments, context_variables and state")
      : rule(value);
}

/** The name of an agent, a tool, a tag or a model. */
export const name = plain(string("it is empty"));

/** A short form that is a list, or a long one that is an object. `either` names both. */
export function listOr(short: Rule, long: Rule, either: string): Rule {
  return chosen((value) => {
    if (Array.isArray(value)) return short;
    return isRecord(value) ? long : () => mustBe(either, value);
  });
}
