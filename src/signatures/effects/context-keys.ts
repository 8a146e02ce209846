import type { CallExpression, Expression, NewExpression, Node } from "oxc-parser";
import type { AnyFunction } from "../syntax/children.ts";
import type { Scope } from "../syntax/scope.ts";
import { eachChild, isNamedFunction, propertyName } from "../syntax/children.ts";
import { isNamed, memberName, unwrapped } from "../syntax/constants.ts";
import { functionOf } from "./function-of.ts";
import { parametersOf } from "../syntax/parameter-node.ts";

/** Which properties of an object a function reads. */
export interface KeysRead {
  readonly keys: ReadonlySet<string>;
  /** Whether it may read others: it hands the object on, or asks for a property by a name that it computes. */
  readonly more: boolean;
}

const NAME = "contextVariables";

/** What a function reads of the context variables that it is given under that name. */
export function readContextKeys(node: AnyFunction, around: Scope): KeysRead {
  const reading = new Reading(around, around.source.text);
  if (!reading.speaksOf(node)) return reading;
  reading.aliases.add(NAME);
  for (const { pattern } of parametersOf(node.params)) {
    if (pattern.type !== "ObjectPattern") continue;
    for (const property of pattern.properties)
      if (property.type === "Property" && propertyName(property) === NAME)
        reading.bind(property.value);
  }
  if (node.body) reading.visit(node.body);
  return reading;
}

/** What a function reads of its only parameter, as instructions do. */
export function readFirstParameter(node: AnyFunction, around: Scope): KeysRead {
  const reading = new Reading(around, undefined);
  if (parametersOf(node.params).length === 1) reading.readParameter(node, 0);
  return reading;
}

class Reading implements KeysRead {
  readonly keys = new Set<string>();
  /** The names of the object. */
  readonly aliases = new Set<string>();
  more = false;
  readonly #around: Scope;
  /** The module's, where a property called `contextVariables` is the object as well, whatever it is a property of. */
  readonly #text: string | undefined;
  /** The functions that were handed the object. */
  readonly #followed: Set<AnyFunction>;

  constructor(around: Scope, text: string | undefined, followed = new Set<AnyFunction>()) {
    this.#around = around;
    this.#text = text;
    this.#followed = followed;
  }

  /** Whether the context variables are named anywhere in a piece of source. */
  speaksOf({ start, end }: Node): boolean {
    return this.#text?.slice(start, end).includes(NAME) === true;
  }

  /** Takes in what a function reads of one of its parameters. */
  readParameter(node: AnyFunction, index: number): void {
    if (this.#followed.has(node)) return;
    this.#followed.add(node);
    const parameter = parametersOf(node.params)[index];
    if (parameter === undefined) return;
    this.bind(parameter.pattern);
    if (node.body && this.aliases.size > 0) this.visit(node.body);
  }

  /** Takes in what a pattern makes of the object. */
  bind(pattern: Node): void {
    switch (pattern.type) {
      case "Identifier":
        this.aliases.add(pattern.name);
        return;
      case "AssignmentPattern":
        this.bind(pattern.left);
        return;
      case "ObjectPattern":
        for (const property of pattern.properties) {
          const name = property.type === "Property" ? propertyName(property) : undefined;
          if (name === undefined) this.more = true;
          else this.keys.add(name);
        }
        return;
      default:
        this.more = true;
    }
  }

  visit(node: Node): void {
    switch (node.type) {
      case "MemberExpression":
        if (this.#isObject(node)) {
          this.more = true;
          return;
        }
        if (!this.#isObject(node.object)) this.visit(node.object);
        else {
          const name = memberName(node);
          if (name === undefined) this.more = true;
          else this.keys.add(name);
        }
        if (node.computed) this.visit(node.property);
        return;
      case "VariableDeclarator":
        if (!node.init || !this.#isObject(node.init)) break;
        this.bind(node.id);
        return;
      case "Property":
        if (node.computed) this.visit(node.key);
        this.#visitChild(node, node.value);
        return;
      case "CallExpression":
        this.#visitCall(node);
        return;
      case "NewExpression":
        if (!isNamed(node.callee, "Result")) break;
        this.#visitResult(node);
        return;
      case "SpreadElement":
        // A copy; what is read of it is not told from here, and what becomes of it is mostly a change.
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
    // One that is given variables of its own is another tool.
    else if (
      this.speaksOf(child) &&
      !(child as AnyFunction).params.some((each) => this.speaksOf(each))
    )
      this.more = true;
  }

  /** The object may be handed to a function of this module: it is read on there. */
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

  /** What is passed on under its own name is what changes, not what is read. */
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
