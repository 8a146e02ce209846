import type { CallExpression, Expression, NewExpression, TSType } from "oxc-parser";
import {
  constantOf,
  functionOf,
  importedValue,
  isNamed,
  propertiesOf,
  textOf,
  unwrapped,
} from "../syntax/constants.ts";
import type { ImportedValue, Scope } from "../syntax/declarations.ts";
import { memberName, type AnyFunction } from "../syntax/nodes.ts";
import { findAlias, findValue } from "../syntax/scope.ts";
import { readReturns } from "./returns.ts";

export interface Handoffs {
  /** The names of agents that it returns, alone or in a Result. */
  readonly agents: readonly string[];
  /** Imported values that it returns and that may be agents. */
  readonly imports: readonly ImportedValue[];
  /** Excerpts of the source for everything else that it returns and that may be an agent. */
  readonly unknown: readonly string[];
  /** Whether it may return anything except an agent. */
  readonly answers: boolean;
}

const LONGEST_EXCERPT = 60;

/** Finds the agents that a function in this scope may return. */
export function readHandoffs(node: AnyFunction, around: Scope): Handoffs {
  const agents = new Set<string>();
  const imports = new Map<string, ImportedValue>();
  const unknown = new Set<string>();
  let answers = false;
  const open = new Set<object>();
  ofFunction(node, around);
  return { agents: [...agents], imports: [...imports.values()], unknown: [...unknown], answers };

  function ofFunction(fn: AnyFunction, scope: Scope): void {
    if (open.has(fn)) return;
    open.add(fn);
    const { values, mayReturnNothing } = readReturns(fn, scope);
    if (mayReturnNothing) answers = true;
    const type = fn.returnType?.typeAnnotation;
    const possible = type === undefined || mayBeAgent(type, scope);
    for (const { expression, scope: own } of values) {
      if (!ofValue(expression, own) && possible) unknown.add(excerpt(expression));
    }
  }

  /** Adds what a value may be; false if that is not known completely. */
  function ofValue(expression: Expression, scope: Scope): boolean {
    const value = unwrapped(expression);
    switch (value.type) {
      case "AwaitExpression":
        return ofValue(value.argument, scope);
      case "ConditionalExpression":
        return ofBoth(value.consequent, value.alternate, scope);
      case "LogicalExpression":
        return ofBoth(value.left, value.right, scope);
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
        return ofOther(false);
      default:
        // A literal, an object, a sum, a function: it is not an agent.
        return ofOther(true);
    }
  }

  /** Adds something that is not an agent, or, if that is not `known`, may not be one. */
  function ofOther(known: boolean): boolean {
    answers = true;
    return known;
  }

  function ofBoth(one: Expression, other: Expression, scope: Scope): boolean {
    const known = ofValue(one, scope);
    return ofValue(other, scope) && known;
  }

  function ofNew(value: NewExpression, scope: Scope): boolean {
    if (isNamed(value.callee, "Result")) return ofResult(value, scope);
    if (!isNamed(value.callee, "Agent")) return ofOther(!excerpt(value.callee).endsWith("Agent"));
    const options = propertiesOf(value.arguments[0], scope);
    if (options === undefined) return false;
    const { known, others } = options;
    const name = known.get("name");
    if (name === undefined && others) return false;
    const written = name === undefined ? "Agent" : textOf(name.expression, name.scope);
    if (written === undefined) return false;
    agents.add(written);
    return true;
  }

  function ofResult(value: NewExpression, scope: Scope): boolean {
    const options = propertiesOf(value.arguments[0], scope);
    const agent = options?.known.get("agent");
    if (agent === undefined) return ofOther(options?.others === false);
    return ofValue(agent.expression, agent.scope);
  }

  function ofCall(value: CallExpression, scope: Scope): boolean {
    const callee = unwrapped(value.callee);
    if (callee.type === "MemberExpression" && callee.property.type === "Identifier") {
      const { name } = callee.property;
      const [first] = value.arguments;
      if (isNamed(callee.object, "Promise") && name === "resolve" && first !== undefined)
        return first.type !== "SpreadElement" && ofValue(first, scope);
      return ofOther(
        NO_AGENT_METHODS.has(name) ||
          isNamed(callee.object, "JSON") ||
          isNamed(callee.object, "Math"),
      );
    }
    const called = functionOf(callee, scope);
    if (called !== undefined) {
      ofFunction(called.node, called.scope);
      return true;
    }
    return ofOther(
      callee.type === "Identifier" &&
        findValue(scope, callee.name) === undefined &&
        NO_AGENT_FUNCTIONS.has(callee.name),
    );
  }

  function ofReference(value: Expression, scope: Scope): boolean {
    if (value.type === "MemberExpression" && ["length", "size"].includes(memberName(value) ?? ""))
      return ofOther(true);
    if (value.type === "Identifier" && findValue(scope, value.name) === undefined)
      return ofOther(["undefined", "NaN", "Infinity"].includes(value.name));
    const imported = importedValue(value, scope);
    if (imported !== undefined) {
      imports.set([imported.from, ...imported.path].join("\n"), imported);
      return true;
    }
    const meant = constantOf(value, scope);
    // An empty object is filled elsewhere.
    if (meant === undefined || meant.length === 0) return ofOther(false);
    let known = true;
    for (const { expression, scope: own } of meant) {
      if (open.has(expression)) continue;
      open.add(expression);
      known = ofValue(expression, own) && known;
      open.delete(expression);
    }
    return known;
  }

  function excerpt(expression: Expression): string {
    const written = around.source.text
      .slice(expression.start, expression.end)
      .replaceAll(/\s+/g, " ");
    return written.length > LONGEST_EXCERPT ? `${written.slice(0, LONGEST_EXCERPT)}…` : written;
  }
}

/** Methods of built-in types that return a text, a number, a list or a boolean. */
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
      const [declaration, outer] = findAlias(scope, name) ?? [];
      if (declaration && outer && depth < 5)
        return mayBeAgent(declaration.typeAnnotation, outer, depth + 1);
      const inside = ["Promise", "PromiseLike", "Awaited", "Readonly", "NonNullable"].includes(
        name,
      );
      return inside && (typeArguments?.params ?? []).some((part) => mayBeAgent(part, scope, depth));
    }
    default:
      return false;
  }
}
