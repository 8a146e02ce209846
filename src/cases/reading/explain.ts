import { findNodeAtLocation, parseTree, type Node } from "jsonc-parser";
import { faultText, type Fault, type Rule } from "../../json/fault.ts";
import type { Path } from "../../json/show.ts";
import { isRecord } from "../../json/value.ts";
import { lossFaults } from "../../json/loss.ts";
import { TooDeepError } from "../../json/depth.ts";
import { LossError, parseStrictly } from "../../json/parse-strictly.ts";
import { meant } from "../rules/meant.ts";
import { findSyntaxError } from "./syntax-error.ts";

/** What is wrong in a line, and where. Columns count from 1. */
interface LineProblem {
  readonly column: number;
  readonly message: string;
}

/** Why a line cannot be used. */
interface ExplainedLine {
  /** In the order of the line. */
  readonly problems: readonly LineProblem[];
  /** Whether it ends within its case, so that the lines after it may be the rest. */
  readonly unfinished: boolean;
  readonly hasId: boolean;
}

/** Says everything that is wrong with a line that cannot be used, because it is no JSON or breaks the rule. */
export function explainLine(line: string, rule: Rule): ExplainedLine {
  try {
    parseStrictly(line);
  } catch (error) {
    if (error instanceof TooDeepError) {
      const problem = { column: (error.offset ?? 0) + 1, message: `${error.message}.` };
      return { problems: [problem], unfinished: false, hasId: false };
    }
    if (!(error instanceof LossError)) return explainSyntax(line, (error as Error).message);
  }
  const value: unknown = JSON.parse(line);
  return {
    problems: describeFaults([...lossFaults(line), ...rule(value)], line),
    unfinished: false,
    hasId: isRecord(value) && "id" in value,
  };
}

function explainSyntax(line: string, parserMessage: string): ExplainedLine {
  const { offset, reason, code } = findSyntaxError(line, parserMessage);
  const unfinished =
    code === "UnexpectedEndOfString" || (code !== undefined && offset >= line.trimEnd().length);
  const hint = code === undefined ? undefined : syntaxHint(line, offset, code, unfinished);
  const message = [`this is not JSON: ${reason}.`, ...(hint === undefined ? [] : [hint])].join(" ");
  return { problems: [{ column: offset + 1, message }], unfinished, hasId: false };
}

function syntaxHint(
  line: string,
  offset: number,
  code: string,
  unfinished: boolean,
): string | undefined {
  if (line.trimStart().startsWith("["))
    return "A case file is JSONL: each line is a case, with no [ ] around them and no commas between.";
  if (unfinished) return "Was the line broken in two? A case is one line.";
  if (code !== "EndOfFileExpected") return undefined;
  const rest = line.slice(offset).trim();
  if (rest === ",") return "JSONL has no commas between its lines.";
  return rest.startsWith("{") ? "Each case has a line of its own." : undefined;
}

/** Describes the faults of a line in the order of the line. */
export function describeFaults(faults: readonly Fault[], line: string): LineProblem[] {
  const tree = parseTree(line);
  return faults
    .map((fault) => ({ column: columnOf(fault, tree), message: explainFault(fault) }))
    .sort((a, b) => a.column - b.column);
}

function columnOf({ type, path }: Fault, tree: Node | undefined): number {
  if (tree === undefined) return 1;
  const node = nearestNode(tree, path);
  const at = type === "key" ? node.parent?.children?.[0] : node;
  return (at ?? tree).offset + 1;
}

/** The part of a value at a path, or the smallest around where it would be. */
function nearestNode(tree: Node, path: Path): Node {
  for (let length = path.length; length > 0; length--) {
    const found = findNodeAtLocation(tree, path.slice(0, length));
    if (found !== undefined) return found;
  }
  return tree;
}

/** What is wrong, where, and what is allowed, in sentences. */
export function explainFault(fault: Fault): string {
  return [`${faultText(fault)}.`, ...remedies(fault)]
    .filter((part) => part !== undefined)
    .join(" ");
}

function remedies(fault: Fault): (string | undefined)[] {
  if (fault.type === "value") return [];
  if (fault.type === "missing") return [MISSING[fault.key]];
  const { path, known, remedy } = fault;
  const near = meant(String(path.at(-1)), known);
  const hint = near === undefined ? undefined : `Did you mean "${near}"?`;
  return [remedy ?? hint, `Allowed: ${known.join(", ")}.`];
}

const MISSING: Readonly<Record<string, string>> = {
  id: 'Give the case a name of its own, such as "id":"refund-refused".',
  turns:
    'A case has "turns":[{"user":"…","expect":{…}}], or "user":"…" with "expect":{…} for a single turn.',
  user: "A turn is what the user says, and what is expected then.",
  expect: "A case that expects nothing could never fail.",
  name: "It is the name of the tool that is called.",
  mode: "It is one of exact, in_order, any_order, subset.",
  calls: "It is the list of calls for the mode.",
  rubric: "It says what the reply must do.",
  reply: "It is what the agent said, and what is graded.",
  verdict: 'It is what people found: "passed" or "failed".',
  content: "It is what the message says.",
  tool_call_id: "It is the id of the call that is answered.",
};
