import { FAULTLESS, faulty, within } from "../json/fault.ts";
import type { Fault, Rule } from "../json/fault.ts";
import { isRecord } from "../json/is-record.ts";
import { object } from "../json/object-rule.ts";
import {
  also,
  amount,
  chosen,
  count,
  dictionary,
  list,
  mustBe,
  oneOf,
  string,
  trueOrFalse,
} from "../json/rules.ts";
import type { Config, PriceConfig, SuiteConfig } from "./config.ts";

const text = string("it is empty");

const share = also(amount(0), (value: number) =>
  value > 0 && value <= 1 ? undefined : `it must be more than 0 and at most 1, not ${value}`,
);
const percentage = also(amount(0), (value: number) =>
  value <= 100 ? undefined : `it must be at most 100, not ${value}`,
);

const suiteObject = object<SuiteConfig>({ cases: text }, { agents: text });

const suite = chosen((value) => {
  if (typeof value === "string") return text;
  return isRecord(value) ? suiteObject : () => mustBe("a case file, or an object with one", value);
});

const price = object<PriceConfig>(
  { input: amount(0), output: amount(0) },
  { cachedInput: amount(0), maxOutput: count(1) },
  {
    cached_input: 'It is called "cachedInput" here.',
    max_output: 'It is called "maxOutput" here.',
  },
);

/** What a config must be, as its file exports it; `reporters` are the names that there are. */
export function configRule(reporters: readonly string[]): Rule {
  const config = object<Config>(
    {},
    {
      suites: list(suite, "it is empty, so there would be nothing to play"),
      agents: text,
      modelOverride: text,
      models: list(text),
      judgeModel: text,
      prices: dictionary(price),
      trials: count(1),
      threshold: share,
      concurrency: count(1),
      timeout: count(1),
      maxCost: amount(0),
      maxTokens: count(1),
      coverage: trueOrFalse,
      minCoverage: percentage,
      reporters: list(oneOf(reporters)),
      output: text,
      fixtures: text,
    },
    {
      thresholds:
        "What it would hold stands in the config itself: minCoverage, maxCost, threshold.",
      traffic: "How requests are answered is said on the command line alone: --traffic.",
    },
  );
  return (value) => {
    const faults = unsayable(value, []);
    return faults.length > 0 ? faults : config(withoutUndefined(value));
  };
}

/** A config comes from code, and may hold what JSON cannot. `around` is what the value stands in. */
function unsayable(value: unknown, around: readonly unknown[]): readonly Fault[] {
  switch (typeof value) {
    case "function":
    case "symbol":
    case "bigint":
      return faulty(`a ${typeof value} cannot stand here`);
    case "object":
      break;
    default:
      return FAULTLESS;
  }
  if (value === null) return FAULTLESS;
  if (around.includes(value)) return faulty("an object cannot stand in itself");
  if (!Array.isArray(value) && !isPlain(value))
    return faulty(`a ${value.constructor?.name ?? "special object"} cannot stand here`);
  return Object.entries(value).flatMap(([key, part]) =>
    within(Array.isArray(value) ? Number(key) : key, unsayable(part, [...around, value])),
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** A config without what is undefined, such as a variable of the environment that is not set. */
export function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) =>
      part === undefined ? [] : [[key, withoutUndefined(part)] as const],
    ),
  );
}
