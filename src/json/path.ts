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
