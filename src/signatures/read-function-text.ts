import type { ArrowFunctionExpression, Function as FunctionNode, Program } from "oxc-parser";
import { Bindings } from "./bindings.ts";
import { parse } from "./parse.ts";
import { readEffects } from "./read-effects.ts";
import { readFunction } from "./read-function.ts";
import { scopeOf } from "./scope.ts";
import type { FunctionReading } from "./signature.ts";
import { sourceOf } from "./source.ts";

/** What a function's own text says. */
export interface TextReading {
  readonly reading: FunctionReading;
  /** Whether there were types that Node took away, leaving blanks in their places. */
  readonly stripped: boolean;
}

/** Reads a function from its own text, which has names and defaults but neither types nor JSDoc. */
export function readFunctionText(text: string): TextReading {
  // A method's text is no expression of its own; in a class it may even be a private one's.
  for (const code of [`(${text})`, `(class { ${text} })`]) {
    const parsed = parse(code, "js");
    const node = parsed && functionIn(parsed.program);
    if (!node) continue;
    const scope = scopeOf([], sourceOf(code, "js", []));
    return {
      reading: {
        ...readFunction(node, { scope, doc: undefined, expected: undefined }),
        effects: readEffects(node, Bindings.of([]), code),
      },
      stripped: node.params.some((param) => {
        const { end } = param.type === "AssignmentPattern" ? param.left : param;
        return /^ {2,}[,)=]/.test(code.slice(end));
      }),
    };
  }
  const reading = { type: "refusal", reason: "has a text that cannot be read" } as const;
  return { reading, stripped: false };
}

function functionIn({
  body: [statement],
}: Program): FunctionNode | ArrowFunctionExpression | undefined {
  if (statement?.type !== "ExpressionStatement") return undefined;
  const { expression } = statement;
  if (expression.type !== "ParenthesizedExpression") return undefined;
  const inner = expression.expression;
  if (inner.type === "FunctionExpression" || inner.type === "ArrowFunctionExpression") return inner;
  const [member] = inner.type === "ClassExpression" ? inner.body.body : [];
  return member?.type === "MethodDefinition" ? member.value : undefined;
}
