import type { Node, Program } from "oxc-parser";
import {
  eachChild,
  isFunction,
  propertyName,
  type AnyFunction,
} from "../signatures/syntax/nodes.ts";
import { escapingNames } from "./escaping-names.ts";

/** A function with the name that it has where it is created. */
export interface NamedFunction {
  readonly node: AnyFunction;
  readonly name: string;
}

/** Functions that can be tools, by how code gets hold of them. */
export type Creation =
  | { readonly type: "expression"; readonly fn: NamedFunction }
  /** A declaration whose block begins at an offset. */
  | { readonly type: "declaration"; readonly fn: NamedFunction; readonly block: number }
  /** The methods of an object literal. */
  | { readonly type: "object"; readonly node: Node; readonly methods: readonly NamedFunction[] }
  /** The methods of a class with this body, and of its instances. */
  | {
      readonly type: "class";
      readonly node: Node;
      readonly methods: readonly NamedFunction[];
      readonly statics: readonly NamedFunction[];
    };

/** What is known of the place of a node. */
interface Place {
  /** What JavaScript calls a function that is created there without a name of its own. */
  readonly name: string | undefined;
  /** Where the block begins whose statement the node is. */
  readonly block: number | undefined;
}

/**
 * The functions of a module that can be tools: those with a name that shows, and that are not just called. What a
 * function contains comes before it.
 */
export function createdFunctions(program: Program, text: string): readonly Creation[] {
  const escaping = escapingNames(program);
  const found: Creation[] = [];
  visit(program, { name: undefined, block: undefined });
  return found;

  function visit(node: Node, place: Place): void {
    const begin = blockOf(node, text);
    const isExport =
      node.type === "ExportNamedDeclaration" || node.type === "ExportDefaultDeclaration";
    const block = begin ?? (isExport ? place.block : undefined);
    eachChild(node, (child) => visit(child, { name: nameIn(node, child, place), block }));
    if (node.type === "ObjectExpression") {
      const methods = node.properties.flatMap(methodOf);
      if (methods.length > 0) found.push({ type: "object", node, methods });
    } else if (node.type === "ClassBody") {
      const [methods, statics] = [false, true].map((isStatic) =>
        node.body
          .filter((member) => "static" in member && member.static === isStatic)
          .flatMap(methodOf),
      ) as [NamedFunction[], NamedFunction[]];
      if (methods.length + statics.length > 0)
        found.push({ type: "class", node, methods, statics });
    } else if (node.type === "FunctionDeclaration") {
      const name = node.id?.name ?? "default";
      const isTool = node.body && (!node.id || escaping.has(name));
      if (isTool && place.block !== undefined)
        found.push({ type: "declaration", fn: { node, name }, block: place.block });
    } else if (isFunction(node) && node.body) {
      const name = node.id?.name ?? place.name;
      if (name !== undefined) found.push({ type: "expression", fn: { node, name } });
    }
  }

  function nameIn(parent: Node, child: Node, { name }: Place): string | undefined {
    switch (parent.type) {
      case "VariableDeclarator": {
        const own = parent.id.type === "Identifier" ? parent.id.name : "";
        return child === parent.init && escaping.has(own) ? own : undefined;
      }
      case "AssignmentExpression":
      case "AssignmentPattern":
        return child === parent.right && parent.left.type === "Identifier"
          ? parent.left.name
          : undefined;
      case "Property":
        return child === parent.value && !parent.method && parent.kind === "init"
          ? propertyName(parent)
          : undefined;
      case "PropertyDefinition":
        return child === parent.value
          ? parent.key.type === "PrivateIdentifier"
            ? `#${parent.key.name}`
            : propertyName(parent)
          : undefined;
      case "ExportDefaultDeclaration":
        return "default";
      case "ParenthesizedExpression":
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
      case "TSTypeAssertion":
        return name;
      default:
        return undefined;
    }
  }
}

/** A member of an object literal or a class, if it is a method whose name shows. */
function methodOf(member: Node): readonly NamedFunction[] {
  const isMethod =
    (member.type === "Property" && member.method) ||
    (member.type === "MethodDefinition" && member.kind === "method");
  const name = propertyName(member);
  return isMethod && name !== undefined && isFunction(member.value) && member.value.body
    ? [{ node: member.value, name }]
    : [];
}

/** Where the statements of a block begin, behind its directives; undefined for anything else. */
export function blockOf(node: Node, text: string): number | undefined {
  switch (node.type) {
    case "Program":
    case "BlockStatement":
    case "StaticBlock":
    case "TSModuleBlock": {
      const directives = (node.body as readonly Node[]).filter(
        (statement) => "directive" in statement && statement.directive,
      );
      if (directives.length > 0) return directives.at(-1)?.end;
      if (node.type !== "Program") return text.indexOf("{", node.start) + 1;
      return node.hashbang ? text.indexOf("\n") + 1 : 0;
    }
    case "SwitchCase":
      return node.consequent[0]?.start;
    default:
      return undefined;
  }
}
