import { hash } from "node:crypto";
import type { Program } from "oxc-parser";
import { readEffects, type Effects } from "../effects/effects.ts";
import { readFunction } from "../functions/function.ts";
import type { FunctionReading } from "../schema/signature.ts";
import { decoratedMethodAt, type DecoratedMethod } from "../syntax/decorated-method.ts";
import { findFunctions, type FoundFunction } from "../syntax/find-functions.ts";
import type { AnyFunction } from "../syntax/nodes.ts";
import { receiversIn, type Receiver } from "../syntax/receivers.ts";
import { scopeOf } from "../syntax/scope.ts";
import { parse, sourceOf, type Language } from "../syntax/source.ts";
import { NoTypes, TypesNeeded } from "../types/known-types.ts";
import type { SourceReading, TaggedFunction } from "./tags.ts";

// All that needs the parser; `loadReader` requires this module by its path.

/** Reads the functions of a module as far as syntax tells; undefined for neither JavaScript nor TypeScript. */
export function readSource(text: string, language: Language): SourceReading | undefined {
  const parsed = parse(text, language);
  if (!parsed) return undefined;
  const { program, source } = parsed;
  const directives = program.body.filter(
    (statement) => "directive" in statement && statement.directive,
  );
  const receiverOf = receiversIn(program);
  return {
    key: hash("sha256", `${language} ${text}`).slice(0, 16),
    head: directives.at(-1)?.end ?? (program.hashbang ? text.indexOf("\n") + 1 : 0),
    functions: findFunctions(program, source).map((found) => ({
      ...taggedFunction(found),
      receiver: receiverOf(found.node),
    })),
  };
}

function taggedFunction(found: FoundFunction): TaggedFunction {
  const { body, start, end } = found.node;
  return {
    start,
    body:
      body?.type === "BlockStatement" ? [body.start + 1] : [body?.start ?? end, body?.end ?? end],
    ...readWithoutTypes(found),
  };
}

function readWithoutTypes(found: FoundFunction): Pick<TaggedFunction, "reading" | "typed"> {
  const types = new NoTypes();
  try {
    const reading = readFunction(found.node, { ...found, types });
    return { reading, typed: types.asked };
  } catch (error) {
    if (error instanceof TypesNeeded) return { reading: undefined, typed: true };
    throw error;
  }
}

/** What the functions of a module do to a conversation, in the order of `readSource`. */
export function readSourceEffects(text: string, language: Language): readonly Effects[] {
  const parsed = parse(text, language);
  const functions = parsed ? findFunctions(parsed.program, parsed.source) : [];
  return functions.map(({ node, scope }) => readEffects(node, scope));
}

/** The decorated method of a module whose function starts at an offset; undefined if none does. */
export function decoratedMethod(
  text: string,
  language: Language,
  start: number,
): DecoratedMethod | undefined {
  const parsed = parse(text, language);
  return parsed && decoratedMethodAt(parsed.program, start);
}

/** What a function's own text says. */
export interface TextReading {
  readonly reading: FunctionReading;
  /** The object that it reads through `this`. */
  readonly receiver: Receiver | undefined;
}

/** Reads a function from its own text, which has names and defaults but neither types nor JSDoc. */
export function readFunctionText(text: string): TextReading {
  const found = functionIn(text);
  if (!found) {
    const reading = { type: "refusal", reason: "has a text that cannot be read" } as const;
    return { reading, receiver: undefined };
  }
  const { node, code, program } = found;
  const scope = scopeAround(code);
  return {
    reading: readFunction(node, { scope, doc: undefined, contextual: false, types: new NoTypes() }),
    receiver: receiversIn(program)(node),
  };
}

/** What a function does to a conversation, from its own text alone; undefined if it cannot be read. */
export function readTextEffects(text: string): Effects | undefined {
  const found = functionIn(text);
  return found && readEffects(found.node, scopeAround(found.code));
}

/** The one function of a text, in code that can be parsed. */
function functionIn(
  text: string,
): { node: AnyFunction; code: string; program: Program } | undefined {
  // A method's text is not an expression; the method may even be private.
  for (const code of [`(${text})`, `(class { ${text} })`]) {
    const program = parse(code, "js")?.program;
    const node = program && onlyFunction(program);
    if (node) return { node, code, program };
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
function scopeAround(code: string) {
  return scopeOf([], sourceOf(code, "js"));
}
