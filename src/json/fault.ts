import { kindOf, type Path, showPath } from "./show.ts";

/** What is wrong at one place of a JSON value, as data that a sentence can be made of. */
export type Fault =
  | {
      readonly type: "value";
      readonly path: Path;
      /** A clause without a full stop: `it must be a string, not a list`. */
      readonly problem: string;
    }
  | {
      readonly type: "key";
      /** Ends with the key that is wrong. */
      readonly path: Path;
      readonly problem: string;
      /** The keys that are allowed in its place. */
      readonly known: readonly string[];
      /** A sentence that says where the key belongs; undefined for a key that is not known anywhere. */
      readonly remedy: string | undefined;
    }
  | {
      readonly type: "missing";
      /** The path of the object that lacks the key. */
      readonly path: Path;
      readonly key: string;
    };

/** What is wrong, and where, in a clause: `trials[0].verdict: it must be a string, not 7`. */
export function faultText(fault: Fault): string {
  const place = showPath(fault.type === "key" ? fault.path.slice(0, -1) : fault.path);
  const problem =
    fault.type === "missing" ? `${JSON.stringify(fault.key)} is missing` : fault.problem;
  return place === "" ? problem : `${place}: ${problem}`;
}

/** Says what is wrong with a value: nothing, if it is as it must be. */
export interface Rule {
  (value: unknown): readonly Fault[];
  /** What JSON Schema can say of the rule; it may let through more than the rule does, and nothing less. */
  readonly schema?: () => JsonSchema;
}

/** A JSON Schema of draft 7. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Shared, because nearly all values are right. */
export const NO_FAULTS: readonly Fault[] = [];

/** The one fault of a value. */
export function faulty(problem: string): readonly Fault[] {
  return [{ type: "value", path: [], problem }];
}

/** The fault of a value of another kind: `it must be a number, not a list`. */
export function mustBe(what: string, value: unknown): readonly Fault[] {
  return faulty(`it must be ${what}, not ${kindOf(value)}`);
}

/** Faults of a part, as faults of the whole that has it under this key. */
export function within(key: string | number, faults: readonly Fault[]): readonly Fault[] {
  return faults.length === 0
    ? NO_FAULTS
    : faults.map((fault) => ({ ...fault, path: [key, ...fault.path] }));
}
