/** What is wrong at one place of a JSON value, in data that a sentence can be made of. */
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
      /** A sentence on where the key belongs; undefined where it is not known anywhere. */
      readonly remedy: string | undefined;
    }
  | {
      readonly type: "missing";
      /** Of the object that lacks the key. */
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

/** Says what is wrong with a value: nothing, where it is as it must be. */
export type Rule = (value: unknown) => readonly Fault[];

/** Of a value that is as it must be; shared, because nearly all are. */
export const FAULTLESS: readonly Fault[] = [];

/** The one fault of a value. */
export function faulty(problem: string): readonly Fault[] {
  return [{ type: "value", path: [], problem }];
}

/** Faults of a part, as faults of the whole that has it under this key. */
export function within(key: string | number, faults: readonly Fault[]): readonly Fault[] {
  return faults.length === 0
    ? FAULTLESS
    : faults.map((fault) => ({ ...fault, path: [key, ...fault.path] }));
}

/** Keys and indices that lead from a JSON value to a part of it. */
export type Path = readonly (string | number)[];

/** A path as people write it: `turns[1].expect`, `["a key"].b`; empty for the value itself. */
export function showPath(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    if (!PLAIN_KEY.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

const PLAIN_KEY = /^[\p{L}\p{N}_$-]+$/u;
