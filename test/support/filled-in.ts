import type { ScriptedReply } from "./script.ts";

/** A reply whose `{…}` are what the tools answered in this turn. What no answer has stays as it is, for a case to stumble over. */
export function filledIn(
  { say, calls, ...rest }: ScriptedReply,
  answers: readonly string[],
): ScriptedReply {
  const values = answers.map(valueOf);
  const fill = (text: string): string =>
    text.replaceAll(/\{([\w.]+)\}/g, (whole, path: string) => String(found(path, values) ?? whole));
  return {
    ...rest,
    ...(say === undefined ? {} : { say: fill(say) }),
    ...(calls === undefined
      ? {}
      : { calls: calls.map((call) => ({ ...call, arguments: filled(call.arguments, fill) })) }),
  };
}

/** The texts in an argument's objects and lists, filled; arguments that are a text of their own are meant to be as they are. */
function filled(
  args: object | string | undefined,
  fill: (text: string) => string,
): object | string {
  if (typeof args !== "object") return args ?? {};
  const replace = (_key: string, value: unknown) =>
    typeof value === "string" ? fill(value) : value;
  return JSON.parse(JSON.stringify(args), replace) as object;
}

function found(path: string, values: readonly unknown[]): unknown {
  const [first = "", ...rest] = path.split(".");
  if (/^\d+$/.test(first)) return within(values[Number(first) - 1], rest);
  return values
    .map((value) => within(value, [first, ...rest]))
    .findLast((value) => value !== undefined);
}

function within(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}

function valueOf(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return answer;
  }
}
