import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { Node } from "jsonc-parser";
import type * as v from "valibot";
import { nearest } from "./nearest.ts";

type Path = readonly (string | number)[];

/** Where in its line something is wrong, and what. Columns count from 1. */
export interface Described {
  readonly column: number;
  readonly message: string;
}

/** Puts an issue of the case's schema into a sentence that says what is allowed. */
export function describeIssue(
  issue: v.BaseIssue<unknown>,
  line: string,
  allowedAt: (path: Path) => readonly string[],
): Described {
  const path = (issue.path ?? []).map(({ key }) => key as string | number);
  const tree = parseTree(line);
  const place = path.length === 0 ? "" : `${placeOf(path)}: `;

  const unknown = unknownKey(issue, path, allowedAt);
  if (unknown !== undefined) {
    const { problem, key, known } = unknown;
    const meant = nearest(key, known);
    const hint = meant === undefined ? "" : ` Did you mean "${meant}"?`;
    return {
      column: columnOf(tree, path, "key"),
      message: `${placeOf(path.slice(0, -1), ": ")}${problem}.${hint} Allowed: ${known.join(", ")}.`,
    };
  }
  if (issue.kind === "schema" && issue.received === "undefined") {
    const known = allowedAt(path.slice(0, -1));
    return {
      column: columnOf(tree, path.slice(0, -1), "value"),
      message: `${placeOf(path.slice(0, -1), ": ")}"${String(path.at(-1))}" is missing. ${MISSING[String(path.at(-1))] ?? `Allowed: ${known.join(", ")}.`}`,
    };
  }
  return { column: columnOf(tree, path, "value"), message: `${place}${sentence(issue)}.` };
}

const MISSING: Readonly<Record<string, string>> = {
  id: 'Give the case a name of its own, such as "id":"refund-refused".',
  turns:
    'A case says "turns":[{"user":"…","expect":{…}}], or "user":"…" with "expect":{…} for a single turn.',
};

function unknownKey(
  issue: v.BaseIssue<unknown>,
  path: Path,
  allowedAt: (path: Path) => readonly string[],
): { problem: string; key: string; known: readonly string[] } | undefined {
  if (issue.type === "raw_check" && issue.message.startsWith("{")) {
    return JSON.parse(issue.message) as { problem: string; key: string; known: string[] };
  }
  if (issue.type !== "strict_object" || issue.expected !== "never") return undefined;
  const key = String(path.at(-1));
  return { problem: `unknown key "${key}"`, key, known: allowedAt(path.slice(0, -1)) };
}

function sentence(issue: v.BaseIssue<unknown>): string {
  switch (issue.type) {
    case "check":
    case "non_empty":
    case "raw_check":
      return issue.message;
    case "min_value":
      return `it must be at least ${String(issue.requirement)}, not ${issue.received}`;
    case "integer":
      return `it must be a whole number, not ${issue.received}`;
    case "picklist":
      return `it must be one of ${alternatives(issue.expected)}, not ${issue.received}`;
    default:
      return `it must be ${TYPE_NAMES[issue.expected ?? ""] ?? alternatives(issue.expected)}, not ${received(issue)}`;
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  Object: "an object",
  Array: "a list",
  string: "a text",
  number: "a number",
  boolean: "true or false",
};

function alternatives(expected: string | null): string {
  return (expected ?? "").replace(/^\(|\)$/g, "").replaceAll(" | ", ", ");
}

function received({ input, received: type }: v.BaseIssue<unknown>): string {
  if (Array.isArray(input)) return "a list";
  return typeof input === "object" && input !== null ? "an object" : type;
}

/** `turns[1].expect`, followed by `after` unless it is the case itself. */
function placeOf(path: Path, after = ""): string {
  const place = path.reduce<string>(
    (text, key) =>
      typeof key === "number" ? `${text}[${key}]` : `${text}${text === "" ? "" : "."}${key}`,
    "",
  );
  return place === "" ? "" : place + after;
}

function columnOf(tree: Node | undefined, path: Path, part: "key" | "value"): number {
  for (let known = [...path]; tree !== undefined; known = known.slice(0, -1)) {
    const node = findNodeAtLocation(tree, known);
    if (node === undefined && known.length > 0) continue;
    const property =
      part === "key" && known.length === path.length ? node?.parent?.children?.[0] : undefined;
    return (property ?? node ?? tree).offset + 1;
  }
  return 1;
}
