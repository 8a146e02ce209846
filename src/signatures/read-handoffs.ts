import type { CallExpression, Expression, NewExpression, TSType } from "oxc-parser";
import type { AnyFunction, Bindings } from "./bindings.ts";
import {
  constantOf,
  isNamed,
  memberName,
  memberPath,
  propertiesOf,
  textOf,
  unwrapped,
} from "./constants.ts";
import type { ImportedValue } from "./effects.ts";
import { functionOf } from "./function-of.ts";
import { readReturns } from "./read-returns.ts";

/** What is known of the agents that a function may return. */
export interface Handoffs {
  readonly agents: Set<string>;
  readonly imports: Map<string, ImportedValue>;
  readonly unknown: Set<string>;
  answers: boolean;
}

/** The longest piece of source that is shown. */
const MOST_CHARACTERS = 60;

/** What may be returned by a function whose surroundings have these names; `text` is the module's. */
export function readHandoffs(node: AnyFunction, around: Bindings, text: string): Handoffs {
  const found: Handoffs = {
    agents: new Set(),
    imports: new Map(),
    unknown: new Set(),
    answers: false,
  };
  const open = new Set<object>();
  ofFunction(node, around);
  return found;

  function ofFunction(fn: AnyFunction, bindings: Bindings): void {
    if (open.has(fn)) return;
    open.add(fn);
    const { values, falls } = readReturns(fn, bindings);
    if (falls) found.answers = true;
    const type = fn.returnType?.typeAnnotation;
    const tellsNothing = type === undefined || mayBeAgent(type, bindings);
    for (const { expression, bindings: own } of values) {
      if (!ofValue(expression, own) && tellsNothing) found.unknown.add(excerpt(expression));
    }
  }

  /** Takes in what a value may be. False where that cannot be told. */
  function ofValue(expression: Expression, bindings: Bindings): boolean {
    const value = unwrapped(expression);
    switch (value.type) {
      case "AwaitExpression":
        return ofValue(value.argument, bindings);
      case "ConditionalExpression":
        return both(ofValue(value.consequent, bindings), ofValue(value.alternate, bindings));
      case "LogicalExpression":
        return both(ofValue(value.left, bindings), ofValue(value.right, bindings));
      case "SequenceExpression":
        return ofValue(value.expressions.at(-1) as Expression, bindings);
      case "AssignmentExpression":
        return ofValue(value.right, bindings);
      case "NewExpression":
        return ofNew(value, bindings);
      case "CallExpression":
        return ofCall(value, bindings);
      case "Identifier":
      case "MemberExpression":
        return ofReference(value, bindings);
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

  function ofNew(value: NewExpression, bindings: Bindings): boolean {
    if (isNamed(value.callee, "Result")) return ofResult(value, bindings);
    if (!isNamed(value.callee, "Agent")) {
      found.answers = true;
      return !excerpt(value.callee).endsWith("Agent");
    }
    const options = propertiesOf(value.arguments[0], bindings);
    if (options === undefined) return false;
    const { known, others } = options;
    const name = known.get("name");
    if (name === undefined && others) return false;
    const written = name === undefined ? "Agent" : textOf(name.expression, name.bindings);
    if (written === undefined) return false;
    found.agents.add(written);
    return true;
  }

  function ofResult(value: NewExpression, bindings: Bindings): boolean {
    const options = propertiesOf(value.arguments[0], bindings);
    const agent = options?.known.get("agent");
    if (agent === undefined) {
      found.answers = true;
      return options !== undefined && !options.others;
    }
    return ofValue(agent.expression, agent.bindings);
  }

  function ofCall(value: CallExpression, bindings: Bindings): boolean {
    const callee = unwrapped(value.callee);
    if (callee.type === "MemberExpression" && callee.property.type === "Identifier") {
      const { name } = callee.property;
      const [first] = value.arguments;
      if (isNamed(callee.object, "Promise") && name === "resolve" && first !== undefined)
        return first.type !== "SpreadElement" && ofValue(first, bindings);
      found.answers = true;
      return (
        NO_AGENT_METHODS.has(name) ||
        isNamed(callee.object, "JSON") ||
        isNamed(callee.object, "Math")
      );
    }
    const called = functionOf(callee, bindings);
    if (called !== undefined) {
      ofFunction(called.node, called.bindings);
      return true;
    }
    found.answers = true;
    return (
      callee.type === "Identifier" &&
      bindings.find(callee.name) === undefined &&
      NO_AGENT_FUNCTIONS.has(callee.name)
    );
  }

  function ofReference(value: Expression, bindings: Bindings): boolean {
    if (value.type === "MemberExpression" && ["length", "size"].includes(memberName(value) ?? "")) {
      found.answers = true;
      return true;
    }
    if (value.type === "Identifier" && bindings.find(value.name) === undefined) {
      found.answers = true;
      return ["undefined", "NaN", "Infinity"].includes(value.name);
    }
    const imported = memberPath(value, bindings);
    if (imported !== undefined) {
      found.imports.set([imported.from, ...imported.path].join("\n"), imported);
      return true;
    }
    const meant = constantOf(value, bindings);
    if (meant === undefined) {
      found.answers = true;
      return false;
    }
    let told = true;
    for (const { expression, bindings: own } of meant) {
      if (open.has(expression)) continue;
      open.add(expression);
      told = both(ofValue(expression, own), told);
      open.delete(expression);
    }
    return told;
  }

  function excerpt(expression: Expression): string {
    const written = text.slice(expression.start, expression.end).replaceAll(/\s+/g, " ");
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
function mayBeAgent(type: TSType, bindings: Bindings, depth = 0): boolean {
  switch (type.type) {
    case "TSAnyKeyword":
    case "TSUnknownKeyword":
    case "TSObjectKeyword":
    case "TSTypeQuery":
      return true;
    case "TSUnionType":
    case "TSIntersectionType":
      return type.types.some((part) => mayBeAgent(part, bindings, depth));
    case "TSParenthesizedType":
      return mayBeAgent(type.typeAnnotation, bindings, depth);
    case "TSTypeReference": {
      const { typeName, typeArguments } = type;
      const name = typeName.type === "Identifier" ? typeName.name : "";
      if (/Agent$|Result$|^ReturnType$/.test(name) || name === "") return true;
      const alias = bindings.findType(name);
      if (alias !== undefined && depth < 5) return mayBeAgent(alias, bindings, depth + 1);
      const inside = ["Promise", "PromiseLike", "Awaited", "Readonly", "NonNullable"].includes(
        name,
      );
      return (
        inside && (typeArguments?.params ?? []).some((part) => mayBeAgent(part, bindings, depth))
      );
    }
    default:
      return false;
  }
}
