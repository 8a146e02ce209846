import type { Program } from "oxc-parser";
import type { AnyFunction } from "../syntax/children.ts";
import type { Effects } from "../syntax/effects.ts";
import { parse } from "../syntax/parse.ts";
import { readEffects } from "../effects/read-effects.ts";
import { readFunction } from "./read-function.ts";
import { scopeOf } from "../syntax/scope-in.ts";
import type { Scope } from "../syntax/scope.ts";
import type { FunctionReading } from "../schema/signature.ts";
import { sourceOf } from "../syntax/source.ts";

/** What a function's own text says. */
export interface TextReading {
  readonly reading: FunctionReading;
  /** Whether there were types that Node took away, leaving blanks in their places. */
  readonly stripped: boolean;
}

/** Reads a function from its own text, which has names and defaults but neither types nor JSDoc. */
export function readFunctionText(text: string): TextReading {
  const found = functionIn(text);
  if (!found) {
    const reading = { type: "refusal", reason: "has a text that cannot be read" } as const;
    return { reading, stripped: false };
  }
  const { node, code } = found;
  return {
    reading: readFunction(node, {
      scope: alone(code),
      doc: undefined,
      expected: undefined,
    }),
    stripped: node.params.some((param) => {
      const { end } = param.type === "AssignmentPattern" ? param.left : param;
      return /^ {2,}[,)=]/.test(code.slice(end));
    }),
  };
}

/** What a function does to a conversation, by its own text, which tells of nothing around it; undefined where that cannot be read. */
export function readTextEffects(text: string): Effects | undefined {
  const found = functionIn(text);
  return found && readEffects(found.node, alone(found.code));
}

/** The function that a text is, in code that can be parsed. */
function functionIn(text: string): { node: AnyFunction; code: string } | undefined {
  // A method's text is no expression of its own; in a class it may even be a private one's.
  for (const code of [`(${text})`, `(class { ${text} })`]) {
    const parsed = parse(code, "js");
    const node = parsed && onlyFunction(parsed.program);
    if (node) return { node, code };
  }
  return undefined;
}

function onlyFunction({ body: [statement] }: Program): AnyFunction | undefined {
  if (statement?.type !== "ExpressionStatement") return undefined;
  const { expression } = statement;
  if (expression.type !== "ParenthesizedExpression") return undefined;
  const inner = expression.expression;
  if (inner.type === "FunctionExpression" || inner.type === "ArrowFunctionExpression") return inner;
  const [member] = inner.type === "ClassExpression" ? inner.body.body : [];
  return member?.type === "MethodDefinition" ? member.value : undefined;
}

/** A scope in which nothing is declared. */
function alone(code: string): Scope {
  return scopeOf([], sourceOf(code, "js", []));
}
