import type { CallExpression, Expression, NewExpression, Node } from "oxc-parser";
import { functionOf, isNamed, unwrapped } from "../syntax/constants.ts";
import type { Scope } from "../syntax/declarations.ts";
import {
  eachChild,
  isNamedFunction,
  memberName,
  parametersOf,
  propertyName,
  type AnyFunction,
} from "../syntax/nodes.ts";

/** Properties of an object that a function reads or changes. */
export interface Keys {
  readonly keys: readonly string[];
  /** Whether it may read or change others: it passes the object on, or the name of a property is computed. */
  readonly more: boolean;
}

const NAME = "contextVariables";

/** What a function reads of the context variables, by the name `contextVariables`. */
export function readContextKeys(node: AnyFunction, around: Scope): Keys {
  const reading = new Reading(around, around.source.text);
  if (!reading.mentions(node)) return { keys: [], more: false };
  reading.aliases.add(NAME);
  for (const { pattern } of parametersOf(node.params)) {
    if (pattern.type !== "ObjectPattern") continue;
    for (const property of pattern.properties)
      if (property.type === "Property" && propertyName(property) === NAME)
        reading.bind(property.value);
  }
  if (node.body) reading.visit(node.body);
  return reading.result();
}

/** What a function reads of its only parameter; for instructions these are context variables. */
export function readFirstParameter(node: AnyFunction, around: Scope): Keys {
  const reading = new Reading(around, undefined);
  if (parametersOf(node.params).length === 1) reading.readParameter(node, 0);
  return reading.result();
}

class Reading {
  readonly keys = new Set<string>();
  /** The names of the object. */
  readonly aliases = new Set<string>();
  more = false;
  readonly #around: Scope;
  /** The module's text; given if any property called `contextVariables` is the object too. */
  readonly #text: string | undefined;
  /** The functions that received the object. */
  readonly #followed: Set<AnyFunction>;

  constructor(around: Scope, text: string | undefined, followed = new Set<AnyFunction>()) {
    this.#around = around;
    this.#text = text;
    this.#followed = followed;
  }

  result(): Keys {
    return { keys: [...this.keys].sort(), more: this.more };
  }

  /** Whether the name of the context variables occurs anywhere in a piece of source. */
  mentions({ start, end }: Node): boolean {
    return this.#text?.slice(start, end).includes(NAME) === true;
  }

  /** Adds what a function reads of one of its parameters. */
  readParameter(node: AnyFunction, index: number): void {
    if (this.#followed.has(node)) return;
    this.#followed.add(node);
    const parameter = parametersOf(node.params)[index];
    if (parameter === undefined) return;
    this.bind(parameter.pattern);
    if (node.body && this.aliases.size > 0) this.visit(node.body);
  }

  /** Adds the names and keys that a pattern takes from the object. */
  bind(pattern: Node): void {
    switch (pattern.type) {
      case "Identifier":
        this.aliases.add(pattern.name);
        return;
      case "AssignmentPattern":
        this.bind(pattern.left);
        return;
      case "ObjectPattern":
        for (const property of pattern.properties) this.#add(propertyName(property));
        return;
      default:
        this.more = true;
    }
  }

  #add(key: string | undefined): void {
    if (key === undefined) this.more = true;
    else this.keys.add(key);
  }

  visit(node: Node): void {
    switch (node.type) {
      case "MemberExpression":
        if (this.#isObject(node)) return this.#add(undefined);
        if (this.#isObject(node.object)) this.#add(memberName(node));
        else this.visit(node.object);
        if (node.computed) this.visit(node.property);
        return;
      case "VariableDeclarator":
        if (!node.init || !this.#isObject(node.init)) break;
        return this.bind(node.id);
      case "Property":
        if (node.computed) this.visit(node.key);
        return this.#visitChild(node, node.value);
      case "CallExpression":
        return this.#visitCall(node);
      case "NewExpression":
        if (!isNamed(node.callee, "Result")) break;
        return this.#visitResult(node);
      case "SpreadElement":
        // A copy is not followed; it is mostly made in order to change something.
        if (this.#isObject(node.argument)) return;
        break;
      case "Identifier":
        if (this.aliases.has(node.name)) this.more = true;
        return;
    }
    eachChild(node, (child) => this.#visitChild(node, child));
  }

  #visitChild(parent: Node, child: Node): void {
    if (!isNamedFunction(parent, child)) this.visit(child);
    // A function with context variables of its own is another tool.
    else if (
      this.mentions(child) &&
      !(child as AnyFunction).params.some((each) => this.mentions(each))
    )
      this.more = true;
  }

  /** If the object is passed to a function of this module, that function is read too. */
  #visitCall(call: CallExpression): void {
    const called = functionOf(call.callee, this.#around);
    for (const [index, argument] of call.arguments.entries()) {
      if (argument.type === "SpreadElement" || !this.#isObject(argument)) this.visit(argument);
      else if (called === undefined) this.more = true;
      else {
        const inner = new Reading(called.scope, undefined, this.#followed);
        inner.readParameter(called.node, index);
        for (const key of inner.keys) this.keys.add(key);
        this.more ||= inner.more;
      }
    }
    this.visit(call.callee);
  }

  /** The object as `contextVariables` of a Result is a change, not a read. */
  #visitResult({ arguments: [options] }: NewExpression): void {
    if (options?.type !== "ObjectExpression") {
      if (options !== undefined) this.visit(options);
      return;
    }
    for (const property of options.properties) {
      const copied =
        property.type === "Property" &&
        propertyName(property) === NAME &&
        this.#isObject(property.value);
      if (!copied) this.visit(property);
    }
  }

  #isObject(node: Node): boolean {
    const value = unwrapped(node as Expression);
    if (value.type === "Identifier") return this.aliases.has(value.name);
    return (
      this.#text !== undefined && value.type === "MemberExpression" && memberName(value) === NAME
    );
  }
}
