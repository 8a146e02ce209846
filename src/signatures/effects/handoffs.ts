import type { CallExpression, Expression, NewExpression, TSType } from "oxc-parser";
import type { AnyFunction } from "../syntax/children.ts";
import { findType, findValue, type Scope } from "../syntax/scope.ts";
import {
  constantOf,
  isNamed,
  memberName,
  memberPath,
  propertiesOf,
  textOf,
  unwrapped,
} from "../syntax/constants.ts";
import type { ImportedValue } from "../syntax/effects.ts";
import { functionOf } from "./function-of.ts";
import { readReturns } from "../syntax/returns.ts";

/** What is known of the agents that a function may return. */
export interface Handoffs {
  readonly agents: Set<string>;
  readonly imports: Map<string, ImportedValue>;
  readonly unknown: Set<string>;
  answers: boolean;
}

/** The longest piece of source that is shown. */
const MOST_CHARACTERS = 60;

/** What may be returned by a function that stands in a scope. */
export function readHandoffs(node: AnyFunction, around: Scope): Handoffs {
  const found: Handoffs = {
    agents: new Set(),
    imports: new Map(),
    unknown: new Set(),
    answers: false,
  };
  const open = new Set<object>();
  ofFunction(node, around);
  return found;

  function ofFunction(fn: AnyFunction, scope: Scope): void {
    if (open.has(fn)) return;
    open.add(fn);
    const { values, falls } = readReturns(fn, scope);
    if (falls) found.answers = true;
    const type = fn.returnType?.typeAnnotation;
    const tellsNothing = type === undefined || mayBeAgent(type, scope);
    for (const { expression, scope: own } of values) {
      if (!ofValue(expression, own) && tellsNothing) found.unknown.add(excerpt(expression));
    }
  }

  /** Takes in what a value may be. False where that cannot be told. */
  function ofValue(expression: Expression, scope: Scope): boolean {
    const value = unwrapped(expression);
    switch (value.type) {
      case "AwaitExpression":
        return ofValue(value.argument, scope);
      case "ConditionalExpression":
        return both(ofValue(value.consequent, scope), ofValue(value.alternate, scope));
      case "LogicalExpression":
        return both(ofValue(value.left, scope), ofValue(value.right, scope));
      case "SequenceExpression":
        return ofValue(value.expressions.at(-1) as Expression, scope);
      case "AssignmentExpression":
        return ofValue(value.right, scope);
      case "NewExpression":
        return ofNew(value, scope);
      case "CallExpression":
        return ofCall(value, scope);
      case "Identifier":
      case "MemberExpression":
        return ofReference(value, scope);
      case "TaggedTemplateExpression":
      case "ImportExpression":
      case "YieldExpression":
      case "ThisExpression":
      case "Super":
      case "MetaProperty":
        found.answers = true;
        return false;
      default:
        // A literal, an object, a sum, a function: whatever it is, it is no agent.
        found.answers = true;
        return true;
    }
  }

  function ofNew(value: NewExpression, scope: Scope): boolean {
    if (isNamed(value.callee, "Result")) return ofResult(value, scope);
    if (!isNamed(value.callee, "Agent")) {
      found.answers = true;
      return !excerpt(value.callee).endsWith("Agent");
    }
    const options = propertiesOf(value.arguments[0], scope);
    if (options === undefined) return false;
    const { known, others } = options;
    const name = known.get("name");
    if (name === undefined && others) return false;
    const written = name === undefined ? "Agent" : textOf(name.expression, name.scope);
    if (written === undefined) return false;
    found.agents.add(written);
    return true;
  }

  function ofResult(value: NewExpression, scope: Scope): boolean {
    const options = propertiesOf(value.arguments[0], scope);
    const agent = options?.known.get("agent");
    if (agent === undefined) {
      found.answers = true;
      return options !== undefined && !options.others;
    }
    return ofValue(agent.expression, agent.scope);
  }

  function ofCall(value: CallExpression, scope: Scope): boolean {
    const callee = unwrapped(value.callee);
    if (callee.type === "MemberExpression" && callee.property.type === "Identifier") {
      const { name } = callee.property;
      const [first] = value.arguments;
      if (isNamed(callee.object, "Promise") && name === "resolve" && first !== undefined)
        return first.type !== "SpreadElement" && ofValue(first, scope);
      found.answers = true;
      return (
        NO_AGENT_METHODS.has(name) ||
        isNamed(callee.object, "JSON") ||
        isNamed(callee.object, "Math")
      );
    }
    const called = functionOf(callee, scope);
    if (called !== undefined) {
      ofFunction(called.node, called.scope);
      return true;
    }
    found.answers = true;
    return (
      callee.type === "Identifier" &&
      findValue(scope, callee.name) === undefined &&
      NO_AGENT_FUNCTIONS.has(callee.name)
    );
  }

  function ofReference(value: Expression, scope: Scope): boolean {
    if (value.type === "MemberExpression" && ["length", "size"].includes(memberName(value) ?? "")) {
      found.answers = true;
      return true;
    }
    if (value.type === "Identifier" && findValue(scope, value.name) === undefined) {
      found.answers = true;
      return ["undefined", "NaN", "Infinity"].includes(value.name);
    }
    const imported = memberPath(value, scope);
    if (imported !== undefined) {
      found.imports.set([imported.from, ...imported.path].join("\n"), imported);
      return true;
    }
    const meant = constantOf(value, scope);
    // An object that is written empty is filled elsewhere.
    if (meant === undefined || meant.length === 0) {
      found.answers = true;
      return false;
    }
    let told = true;
    for (const { expression, scope: own } of meant) {
      if (open.has(expression)) continue;
      open.add(expression);
      told = both(ofValue(expression, own), told);
      open.delete(expression);
    }
    return told;
  }

  function excerpt(expression: Expression): string {
    const written = around.source.text
      .slice(expression.start, expression.end)
      .replaceAll(/\s+/g, " ");
    return written.length > MOST_CHARACTERS ? `${written.slice(0, MOST_CHARACTERS)}…` : written;
  }
}

function both(one: boolean, other: boolean): boolean {
  return one && other;
}

/** What gives a text, a number, a list or a truth value, of whichever built-in type it is a method. */
const NO_AGENT_METHODS = new Set(
  "toString toLocaleString toFixed toISOString toJSON join split map filter slice splice concat flat flatMap sort toSorted reverse toReversed some every includes indexOf startsWith endsWith match matchAll test replace replaceAll trim trimStart trimEnd toUpperCase toLowerCase padStart padEnd repeat charAt substring keys entries has push".split(
    " ",
  ),
);
const NO_AGENT_FUNCTIONS = new Set(
  "String Number Boolean BigInt Symbol parseInt parseFloat isNaN encodeURIComponent decodeURIComponent structuredClone".split(
    " ",
  ),
);

/** Whether a value of a declared type can be an agent, or a Result that holds one. */
function mayBeAgent(type: TSType, scope: Scope, depth = 0): boolean {
  switch (type.type) {
    case "TSAnyKeyword":
    case "TSUnknownKeyword":
    case "TSObjectKeyword":
    case "TSTypeQuery":
      return true;
    case "TSUnionType":
    case "TSIntersectionType":
      return type.types.some((part) => mayBeAgent(part, scope, depth));
    case "TSParenthesizedType":
      return mayBeAgent(type.typeAnnotation, scope, depth);
    case "TSTypeReference": {
      const { typeName, typeArguments } = type;
      const name = typeName.type === "Identifier" ? typeName.name : "";
      if (/Agent$|Result$|^ReturnType$/.test(name) || name === "") return true;
      const [declaration, outer] = findType(scope, name) ?? [];
      if (declaration?.type === "alias" && outer && depth < 5)
        return mayBeAgent(declaration.node.typeAnnotation, outer, depth + 1);
      const inside = ["Promise", "PromiseLike", "Awaited", "Readonly", "NonNullable"].includes(
        name,
      );
      return inside && (typeArguments?.params ?? []).some((part) => mayBeAgent(part, scope, depth));
    }
    default:
      return false;
  }
}
