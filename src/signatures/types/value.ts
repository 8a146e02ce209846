import type {
  ArrayExpression,
  Expression,
  ObjectExpression,
  TSEnumDeclaration,
  TSType,
} from "oxc-parser";
import { dateSchema } from "../schema/call-arguments.ts";
import {
  arraySchema,
  elementsOf,
  literalSchema,
  objectSchema,
  tupleSchema,
  unionSchema,
} from "../schema/schema.ts";
import type { JsonSchema } from "../schema/signature.ts";
import { propertiesOf } from "../syntax/constants.ts";
import type { Scope } from "../syntax/declarations.ts";
import { propertyName } from "../syntax/nodes.ts";
import { findConstant } from "../syntax/scope.ts";
import { codeOf, Unreadable } from "./unreadable.ts";

/**
 * The schema of an expression's value: only of this value if it is constant (`as const`), else of its type. Undefined
 * when the expression does not show it. Throws Unreadable for a value that JSON cannot hold.
 */
export function readValue(
  expression: Expression,
  scope: Scope,
  constant = false,
): JsonSchema | undefined {
  switch (expression.type) {
    case "ParenthesizedExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
      return readValue(expression.expression, scope, constant);
    case "TSAsExpression":
    case "TSTypeAssertion":
      return readValue(expression.expression, scope, constant || isAsConst(expression));
    case "Literal": {
      const value = expression.value;
      if (value === null && expression.raw === "null")
        return constant ? { type: "null" } : undefined;
      if (typeof value === "object" || typeof value === "bigint") break;
      return literalSchema(value, constant);
    }
    case "TemplateLiteral": {
      const [only] = expression.quasis;
      const text = expression.expressions.length === 0 ? only?.value.cooked : undefined;
      return literalSchema(text ?? "", constant && text != null);
    }
    case "UnaryExpression": {
      const { argument, operator } = expression;
      if (operator === "!") return { type: "boolean" };
      if (operator !== "-" && operator !== "+") return undefined;
      if (argument.type !== "Literal" || typeof argument.value !== "number")
        return { type: "number" };
      return literalSchema(operator === "-" ? -argument.value : argument.value, constant);
    }
    case "BinaryExpression":
      return ["-", "*", "/", "%", "**"].includes(expression.operator)
        ? { type: "number" }
        : undefined;
    case "ArrayExpression":
      return readArray(expression, scope, constant);
    case "ObjectExpression":
      return readObject(expression, scope, constant);
    case "Identifier": {
      const [declarator, outer] = findConstant(scope, expression.name) ?? [];
      return declarator?.init && outer ? readValue(declarator.init, outer, constant) : undefined;
    }
    case "NewExpression":
      if (expression.callee.type === "Identifier" && expression.callee.name === "Date")
        return dateSchema;
      break;
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "ClassExpression":
      break;
    default:
      return undefined;
  }
  throw new Unreadable(`${codeOf(expression, { scope })} cannot be written in JSON`);
}

/** Whether an expression ends in `as const`. */
export function isAsConst(expression: Expression): boolean {
  if (expression.type !== "TSAsExpression" && expression.type !== "TSTypeAssertion") return false;
  const type = expression.typeAnnotation;
  return (
    type.type === "TSTypeReference" &&
    type.typeName.type === "Identifier" &&
    type.typeName.name === "const"
  );
}

/** The keys of the constant in `typeof constant`, when it is an object that is written out. */
export function keysOfConstant(type: TSType, scope: Scope): readonly string[] | undefined {
  if (type.type === "TSParenthesizedType") return keysOfConstant(type.typeAnnotation, scope);
  if (type.type !== "TSTypeQuery" || type.exprName.type !== "Identifier") return undefined;
  const [declarator, outer] = findConstant(scope, type.exprName.name) ?? [];
  if (!declarator?.init || !outer || declarator.id.typeAnnotation) return undefined;
  const properties = propertiesOf(declarator.init, outer);
  return properties?.others === false ? [...properties.known.keys()] : undefined;
}

function readArray(array: ArrayExpression, scope: Scope, constant: boolean): JsonSchema {
  const elements = array.elements.flatMap((element): readonly JsonSchema[] => {
    if (!element) return [{}];
    if (element.type !== "SpreadElement") return [readValue(element, scope, constant) ?? {}];
    return elementsOf(readValue(element.argument, scope, constant) ?? {});
  });
  return constant ? tupleSchema(elements) : arraySchema(elements);
}

function readObject(object: ObjectExpression, scope: Scope, constant: boolean): JsonSchema {
  const properties = new Map<string, JsonSchema>();
  for (const property of object.properties) {
    const name = propertyName(property);
    if (property.type !== "Property" || name === undefined) return { type: "object" };
    properties.set(name, readValue(property.value, scope, constant) ?? {});
  }
  return objectSchema(properties, new Set(properties.keys()));
}

/** The schema of an enum; undefined when its values are computed. */
export function readEnum(node: TSEnumDeclaration, scope: Scope): JsonSchema | undefined {
  let next = 0;
  const members = node.body.members.map(({ initializer }) => {
    const schema = initializer ? readValue(initializer, scope, true) : literalSchema(next);
    const [value] = (schema?.["enum"] ?? []) as readonly unknown[];
    if (typeof value === "number") next = value + 1;
    return value === undefined ? undefined : schema;
  });
  return members.every((member) => member !== undefined) ? unionSchema(members) : undefined;
}
