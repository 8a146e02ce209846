import type { FunctionReading } from "./signature.ts";

type Read = Extract<FunctionReading, { readonly type: "signature" }>;

/** What is left of a function when its first arguments are bound. */
export function withoutBound(read: Read, count: number): Read {
  if (count === 0) return read;
  const { contextVariables, parameters } = read;
  const place = typeof contextVariables === "number" ? contextVariables : Infinity;
  const taken = place < count ? count - 1 : count;
  const left = place < count || place === Infinity ? undefined : place - count;
  if (read.call === "positional")
    return { ...read, parameters: parameters.slice(taken), contextVariables: left };
  return taken > 0
    ? { ...read, call: "positional", parameters: [], contextVariables: left }
    : {
        ...read,
        contextVariables: left ?? (contextVariables === "property" ? "property" : undefined),
      };
}
