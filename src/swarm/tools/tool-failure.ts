import { TooDeepError } from "../../json/depth.ts";
import { TooLargeError } from "../../json/size.ts";
import { field } from "../../json/value.ts";
import type { ToolFailure } from "../../trajectory/trajectory.ts";

/**
 * What kind of failure it is that a tool threw this: its own service could not be reached, its program is wrong, or it
 * refuses what it was asked.
 */
export function failureOf(thrown: unknown): ToolFailure {
  if (isUnreachable(thrown)) return "unreachable";
  return isCrash(thrown) ? "crashed" : "threw";
}

/** By Node, undici and the clients of services: no name, no route, no connection, or no answer in time. */
const UNREACHABLE =
  /^(?:E(?:CONN(?:REFUSED|RESET|ABORTED)|(?:HOST|NET)(?:UNREACH|DOWN)|TIMEDOUT|SOCKETTIMEDOUT|PIPE|NOTFOUND|AI_\w+)|ERR_NETWORK|UND_ERR_(?:(?:CONNECT|HEADERS|BODY)_TIMEOUT|SOCKET))$/;

/** An error or what caused it. A cause may be a list of them, or lead back to the error. */
function isUnreachable(thrown: unknown, seen = new Set<unknown>()): boolean {
  if (typeof thrown !== "object" || thrown === null || seen.has(thrown)) return false;
  seen.add(thrown);
  const code = field(thrown, "code");
  if (typeof code === "string" && UNREACHABLE.test(code)) return true;
  // `fetch` says no more where its reply breaks off, and where its signal gives it up.
  if (thrown instanceof TypeError && /^(?:fetch failed|terminated)$/.test(thrown.message))
    return true;
  if (thrown instanceof DOMException && /^(?:Timeout|Abort)Error$/.test(thrown.name)) return true;
  const others = field(thrown, "errors");
  return [field(thrown, "cause"), ...(Array.isArray(others) ? others : [])].some((error) =>
    isUnreachable(error, seen),
  );
}

/**
 * A mistake in the tool's program. Node's own TypeErrors carry a code or a cause: an unusable URL, say. The other errors
 * of the language (`RangeError`, `SyntaxError` …) count where it raised them itself: a tool may throw its own to refuse.
 */
function isCrash(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if (thrown instanceof TooDeepError || thrown instanceof TooLargeError) return true;
  if (field(thrown, "code") === "ERR_ASSERTION") return true;
  if (thrown instanceof TypeError || thrown instanceof ReferenceError)
    return thrown.cause === undefined && !("code" in thrown);
  return OF_THE_LANGUAGE.some((kind) => thrown instanceof kind) && isRaisedByLanguage(thrown);
}

const OF_THE_LANGUAGE = [RangeError, SyntaxError, URIError, EvalError];

/** No function raises these, so that the stack begins with the tool. */
const RAISED_BY_SYNTAX =
  /^(?:Maximum call stack size exceeded|Invalid (?:array|string) length|Division by zero)$/;

/** `at JSON.parse (<anonymous>)`, called by the tool rather than by Node: who reads a reply may be told anything. */
function isRaisedByLanguage({ message, stack = "" }: Error): boolean {
  if (RAISED_BY_SYNTAX.test(message)) return true;
  const [first = "", ...rest] = stack.split("\n").filter((line) => line.startsWith("    at "));
  const isBuiltin = (line: string): boolean => line.endsWith("(<anonymous>)");
  const caller = rest.find((line) => !isBuiltin(line)) ?? "";
  return isBuiltin(first) && !caller.includes("node:");
}
