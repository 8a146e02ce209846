import type { ArrayExpression, Expression, ObjectExpression } from "oxc-parser";
import { arraySchema, elementsOf, tupleSchema } from "../schema/array.ts";
import { dateSchema } from "../schema/dates.ts";
import { objectSchema } from "../schema/object.ts";
import { propertyName } from "../syntax/children.ts";
import { findConstant, type Scope } from "../syntax/scope.ts";
import type { JsonSchema } from "../schema/signature.ts";
import { literalSchema } from "../schema/union.ts";
import { quoted, Unreadable } from "./type-reading.ts";

/**
 * The schema of what an expression evaluates to: of just this value when it is constant (`as const`), else of its type.
 * Undefined when the expression does not show it. Throws Unreadable for a value that JSON has no place for.
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
      if (expression.operator === "!") return { type: "boolean" };
      if (expression.operator !== "-" && expression.operator !== "+") return undefined;
      const { argument } = expression;
      if (argument.type !== "Literal" || typeof argument.value !== "number")
        return { type: "number" };
      return literalSchema(
        expression.operator === "-" ? -argument.value : argument.value,
        constant,
      );
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
  const text = scope.source.text.slice(expression.start, expression.end);
  throw new Unreadable(`${quoted(text)} has no place in JSON`);
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

/** The names of the properties of an object that is written out, or of a constant that is one. */
export function readKeys(expression: Expression, scope: Scope): readonly string[] | undefined {
  switch (expression.type) {
    case "ParenthesizedExpression":
    case "TSSatisfiesExpression":
    case "TSAsExpression":
      return readKeys(expression.expression, scope);
    case "Identifier": {
      const [declarator, outer] = findConstant(scope, expression.name) ?? [];
      return declarator?.init && outer ? readKeys(declarator.init, outer) : undefined;
    }
    case "ObjectExpression": {
      const names = expression.properties.map((property) =>
        property.type === "Property" ? propertyName(property) : undefined,
      );
      return names.every((name) => name !== undefined) ? names : undefined;
    }
    default:
      return undefined;
  }
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
    const name = property.type === "Property" ? propertyName(property) : undefined;
    if (property.type !== "Property" || name === undefined) return { type: "object" };
    properties.set(name, readValue(property.value, scope, constant) ?? {});
  }
  return objectSchema(properties, new Set(properties.keys()));
}
