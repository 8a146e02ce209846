/** A copy in the form in which values are compared and reported: what JSON has no form for is told in words. */
export function asJson<T>(value: T): T {
  if (value === undefined) return value;
  try {
    return JSON.parse(JSON.stringify(value)) as T;
  } catch {
    return JSON.parse(JSON.stringify(value, inWords())) as T;
  }
}

/** Big integers by their digits, and what holds itself by a word. */
function inWords(): (this: unknown, key: string, value: unknown) => unknown {
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
