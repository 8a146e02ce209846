/** A copy in the form in which values are compared and reported: bigints as digits, cycles as `[circular]`. */
export function asJson<T>(value: T): T {
  if (value === undefined) return value;
  try {
    return JSON.parse(JSON.stringify(value)) as T;
  } catch {
    return JSON.parse(JSON.stringify(value, replacer())) as T;
  }
}

function replacer(): (this: unknown, key: string, value: unknown) => unknown {
  const holders: unknown[] = [];
  return function (_, value) {
    if (typeof value === "bigint") return String(value);
    if (typeof value !== "object" || value === null) return value;
    while (holders.length > 0 && holders.at(-1) !== this) holders.pop();
    if (holders.includes(value)) return "[circular]";
    holders.push(value);
    return value;
  };
}
